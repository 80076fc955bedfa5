"""From a policy as a municipality has it (PDF, Word, web page, text) to a draft coding to correct.

reading     a file to its text, in a process of its own with bounded memory and time
structure   the text to segments: headings, bullets, lead-ins, sentences, page furniture
terms       which concepts and actors the vocabularies' forms name
learning    what the coded documents teach: kinds, concepts, actors
drafting    segments to suggestions, each with a confidence
folder      suggestions to the tables of a document, with the draft mark
review      what is still to be decided; accepting
sheet       the tables as a spreadsheet and back
evaluate    how good the drafts are
"""
