"""What the reader of documents and the page of figures and deadlines say, Danish and English side by side."""

READER_TEXT = {
    "tie_belongs": ("Hører under {the}", "Belongs to {the}"),
    "tie_serves": ("Tjener {the}", "Serves {the}"),
    "tie_served": ("{kind}, der tjener {the}", "{kind} that serve {the}"),
    "tie_repeats": ("Gentager", "Repeats"),
    "tie_more": ("og {n} flere", "and {n} more"),
    "to_top": ("Til toppen", "To the top"),
    "no_heading": ("(uden overskrift)", "(no heading)"),
    "no_heading_help": (
        "»Uden overskrift« betyder, at stykket ikke har nogen overskrift i dokumentet. Navnet er vores eget.",
        "“No heading” means that the part has no heading in the document. The name is our own.",
    ),
    "torn": (
        "Dokumentet er sat i spalter, og i tekstudgaven er de kommet mellem hinanden i {n}. "
        "Derfor kan et stykke begynde midt i en sætning; ordene er de samme.",
        "The document is set in columns, and in its text version they have got mixed up in {n}. "
        "So a part may begin in the middle of a sentence; the words are the same.",
    ),
    "torn_one": ("et afsnit", "one section"),
    "torn_many": ("{n} afsnit", "{n} sections"),
    "placeholders": (
        "{n} steder står der blot, at noget skal sættes ind. Teksten kan altså være en arbejdsudgave.",
        "In {n} places the text merely says that something is to be inserted. It may thus be a working copy.",
    ),
    "placeholders_one": (
        "Ét sted står der blot, at noget skal sættes ind. Teksten kan altså være en arbejdsudgave.",
        "In one place the text merely says that something is to be inserted. It may thus be a working copy.",
    ),
    "doc_placeholders": ("Pladsholdere", "Placeholders"),
    "figures": ("Tal og frister", "Figures and deadlines"),
    "figures_head": ("Hvilke udsagn har tal eller frist?", "Which statements have a figure or a deadline?"),
    "figures_lead": (
        "{n} af {of} udsagn har et tal eller en frist: {goal} mål, {measure} tiltag og {follow_up} om opfølgning.",
        "{n} of {of} statements have a figure or a deadline: {goal} goals, {measure} measures and {follow_up} on follow-up.",
    ),
    "figures_help": (
        "Mål, tiltag og opfølgning uden tal eller frist står ikke her. En frist er et år, en tid efter politikkens start "
        "eller noget, der gentages.",
        "Goals, measures and follow-up without a figure or deadline are not listed. A deadline is a year, a time after "
        "the policy’s start or something that recurs.",
    ),
    "figures_none": ("Ingen har tal eller frist.", "None has a figure or a deadline."),
    "figures_count": ("{n} af {of}", "{n} of {of}"),
    "figures_other": ("Andet", "Other"),
    "references": ("Love og planer", "Laws and plans"),
    "references_head": ("Hvilke love, planer og metoder henvises der til?", "Which laws, plans and methods are cited?"),
    "references_lead": (
        "Alt, hvad dokumenterne nævner ved navn uden for sig selv, og hvem der nævner det. Om noget gælder i dag, står kun "
        "ved love, hvor vi ved det.",
        "Everything that the documents name outside themselves, and who names it. Whether it is in force today is said "
        "only of laws where we know it.",
    ),
    "reference": ("Henvisning", "Reference"),
    "in_force": ("Gælder i dag", "In force today"),
    "in_force_yes": ("ja", "yes"),
    "in_force_no": ("nej", "no"),
    "in_force_replaced": ("nej, afløst af {name}", "no, replaced by {name}"),
    "cited_by": ("Nævnes af", "Cited by"),
    "cited_by_none": (
        "Ingen af dokumenterne; det er den lov, der gælder nu.",
        "None of the documents; it is the law in force now.",
    ),
    "when": ("Hvornår", "When"),
    "figure": ("Tal", "Figure"),
    "every_Y": ("hvert år", "every year"),
    "every_Ys": ("hvert {n}. år", "every {n} years"),
    "every_M": ("hver måned", "every month"),
    "every_Ms": ("hver {n}. måned", "every {n} months"),
    "every_D": ("hver dag", "every day"),
    "every_Ds": ("hver {n}. dag", "every {n} days"),
    "text_theirs": (
        "Denne udgave viser kommunernes egne ord. Teksterne tilhører kommunerne: Brug siderne selv, og læg dem ikke ud, "
        "hvor andre kan hente dem. Kortformuleringer, definitioner og kodning er projektets egne ord.",
        "This edition shows the municipalities’ own words. The texts belong to the municipalities: use the pages yourself, "
        "and do not put them where others can fetch them. Labels, definitions and codings are the project’s own words.",
    ),
    "text_not_here": (
        "Dokumenternes tekst tilhører kommunerne og er ikke med i denne udgave, som kun viser, hvor udsagnene står. "
        "Kortformuleringer, definitioner og kodning er projektets egne ord.",
        "The documents’ text belongs to the municipalities and is not in this edition, which only shows where the "
        "statements stand. Labels, definitions and codings are the project’s own words.",
    ),
    "license_of": (
        "Den gælder kortformuleringer, definitioner og kodning, ikke dokumenternes tekst.",
        "It covers labels, definitions and codings, not the documents’ text.",
    ),
    "codebook_now": ("Den nyeste kodebog", "The newest codebook"),
    "codebook_before": ("Tidligere kodebøger", "Earlier codebooks"),
    "in_document": ("i {title}", "in {title}"),
    "printed_source": ("Kilde", "Source"),
    "printed_date": ("bygget af grafen fra {date}", "built from the graph of {date}"),
}
"""Name to Danish and English text."""

DEFINITE = {
    "vision": ("visionen", "visionerne", "the vision", "the visions"),
    "value": ("værdien", "værdierne", "the value", "the values"),
    "theme": ("temaet", "temaerne", "the theme", "the themes"),
    "goal": ("målet", "målene", "the goal", "the goals"),
    "measure": ("tiltaget", "tiltagene", "the measure", "the measures"),
    "principle": ("princippet", "principperne", "the principle", "the principles"),
}
"""Kind of statement with its article: Danish singular and plural, English singular and plural."""

FIND_TEXT = {
    "statement": ("Udsagn", "Statement"),
    "page": ("Side", "Page"),
    "reference": ("Henvisning", "Reference"),
    "via": ("fundet på »{form}«", "found by “{form}”"),
    "near": ("ligner »{form}«", "resembles “{form}”"),
    "inWording": ("i ordlyden", "in the wording"),
    "oneLetter": ("Ét bogstav er for lidt. Skriv mindst to.", "One letter is too few. Type at least two."),
    "all": ("Vis alle {n} udsagn", "Show all {n} statements"),
    "first": ("Vis de første {n} af {of} udsagn", "Show the first {n} of {of} statements"),
    "fuzzy": ("Ingen ord er helt som dine. Det ligner:", "No word is quite like yours. This is close:"),
    "none": (
        "Intet fundet. Der er søgt i navnene på begreber, aktører, kommuner, aldre og dokumenter og i vores korte gengivelse af alle {n} udsagn",
        "Nothing found. What was searched: the names of concepts, actors, municipalities, ages and documents, and our short rendering of all {n} statements",
    ),
    "noneText": (", og i ordlyden af dem.", ", and their wording."),
    "noneNoText": (
        ". Ordlyden er ikke med i denne udgave og er ikke gennemsøgt.",
        ". The wording is not in this edition and was not searched.",
    ),
    "onlyNames": (
        "Udsagnene kunne ikke hentes; der er kun søgt i navne.",
        "The statements could not be fetched; only names were searched.",
    ),
}
"""What the search says; its index carries it."""

PAGE_KEYS = {
    "figures": (
        ["tal", "frist", "frister", "tidsfrist", "deadline", "måltal", "årstal", "mængde", "procent", "hvornår"],
        ["number", "numbers", "figure", "deadline", "target", "date", "per cent", "when"],
    ),
    "references": (
        [
            "lov",
            "love",
            "lovgivning",
            "paragraf",
            "henvisning",
            "konvention",
            "strategi",
            "plan",
            "politik",
            "metode",
            "gældende",
        ],
        [
            "law",
            "laws",
            "legislation",
            "section",
            "reference",
            "convention",
            "strategy",
            "plan",
            "policy",
            "method",
            "in force",
        ],
    ),
    "network": (["graf", "kort"], ["graph", "map"]),
    "compare": (["sammenligning", "forskel", "lighed"], ["comparison", "difference", "likeness"]),
    "municipalities": ([], []),
    "concepts": (["kodebog", "emner"], ["codebook", "subjects"]),
    "actors": (["ansvar", "ansvarlig", "hvem"], ["responsible", "who"]),
    "ages": (["alder", "aldersgruppe"], ["age", "age group"]),
    "about": (["metode", "kodebog", "enighed", "skrøbelig"], ["method", "codebook", "agreement", "fragile"]),
}
"""Page to further words by which the search finds it."""
