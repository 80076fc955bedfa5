"""The words of the pages, in Danish and English, and names for terms of other vocabularies."""

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import VANN

from ..namespaces import ADMS, DCAT, DCTERMS, DQV, OA, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, VOID

LANGUAGES = ("da", "en")

_WORDS = {
    "ask": ("Spørg grafen", "Ask the graph"),
    "site": ("Websted", "Site"),
    "data": ("Data om datasættet", "About the data set"),
    "other_language": ("English", "Dansk"),
    "skip": ("Gå til indholdet", "Skip to the content"),
    "main_menu": ("Hovedmenu", "Main menu"),
    "ask_lead": (
        "Vælg et spørgsmål, sæt dets parametre, eller skriv din egen forespørgsel i SPARQL. Hvert svar kan følges"
        " til det sted i teksten, hvor det står.",
        "Choose a question, set its parameters, or write your own query in SPARQL. Every answer can be followed to"
        " the place in the text where it stands.",
    ),
    "question": ("Spørgsmål", "Question"),
    "own_query": ("Min egen forespørgsel", "My own query"),
    "choose": ("Vis spørgsmålet", "Show the question"),
    "all_questions": ("Alle spørgsmål", "All questions"),
    "no_library": ("Biblioteket af spørgsmål er her ikke.", "The library of questions is not here."),
    "parameters": ("Parametre", "Parameters"),
    "several": ("flere adskilles med komma", "several are separated by commas"),
    "optional": ("„any“ lader den stå åben", "“any” leaves it open"),
    "no_question": ("Der er intet spørgsmål, der hedder „{}“.", "There is no question called “{}”."),
    "no_parameter": ("Spørgsmålet har ingen parameter „{}“.", "The question has no parameter “{}”."),
    "value_wrong": ("„{}“ kan ikke bruges til „{}“:", "“{}” cannot be used for “{}”:"),
    "value_missing": ("„{}“ mangler:", "“{}” is missing:"),
    "value_open": ("„{}“ kan ikke stå åben:", "“{}” cannot be left open:"),
    "value_integer": ("skriv et helt tal", "write a whole number"),
    "value_decimal": ("skriv et tal, med punktum før decimalerne", "write a number, with a point before the decimals"),
    "value_year": ("skriv et årstal med fire cifre", "write a year in four digits"),
    "value_language": ("vælg da eller en", "choose da or en"),
    "value_text": ("skriv ord uden omvendt skråstreg", "write words without a backslash"),
    "value_thing": ("vælg et navn fra listen", "choose a name from the list"),
    "for_example": (", f.eks. {}", ", e.g. {}"),
    "sparql": ("Forespørgslen i SPARQL", "The query in SPARQL"),
    "edit_hint": (
        "Ret du her, er det din rettelse, der køres, og ikke parametrene. Ctrl+Enter kører.",
        "If you edit here, your edit is run, not the parameters. Ctrl+Enter runs it.",
    ),
    "edited": (
        "Du har rettet i forespørgslen; parametrene er ikke brugt.",
        "You edited the query; the parameters were not used.",
    ),
    "reset": ("Begynd forfra med spørgsmålet", "Start again from the question"),
    "run": ("Kør", "Run"),
    "answer": ("Svar", "Answer"),
    "rows": ("rækker", "rows"),
    "row": ("række", "row"),
    "no_rows": ("Svaret er tomt: intet i grafen passer.", "The answer is empty: nothing in the graph fits."),
    "first_rows": (
        "Her er de første {}. Hent svaret for at få alle.",
        "These are the first {}. Download the answer to get all.",
    ),
    "first_lines": (
        "Her er begyndelsen. Hent svaret for at få alt.",
        "This is the beginning. Download the answer to get all.",
    ),
    "download": ("Hent svaret", "Download the answer"),
    "yes": ("Ja", "Yes"),
    "no": ("Nej", "No"),
    "failed": ("Det gik ikke", "That did not work"),
    "why_syntax": (
        "Det er ikke en forespørgsel i SPARQL 1.1; fejlen står ved linje {}, tegn {}.",
        "This is not SPARQL 1.1; the mistake is at line {}, column {}.",
    ),
    "why_400": ("Forespørgslen kan ikke besvares, som den står.", "The query cannot be answered as it stands."),
    "why_403": (
        "Her kan der kun spørges, ikke ændres, og ikke spørges videre andre steder.",
        "Here one can only ask, not change, and not ask elsewhere.",
    ),
    "why_408": ("Anmodningen kom ikke frem i tide. Prøv igen.", "The request did not arrive in time. Try again."),
    "why_413": (
        "Det sendte er for stort. Gør forespørgslen kortere.",
        "What was sent is too large. Make the query shorter.",
    ),
    "why_429": (
        "Der kommer for mange forespørgsler på én gang herfra. Vent, til nogle af dem er besvaret.",
        "Too many queries come from here at once. Wait until some of them are answered.",
    ),
    "why_431": (
        "Adressen er for lang. Gør forespørgslen kortere.",
        "The address is too long. Make the query shorter.",
    ),
    "why_503": ("Serveren har travlt. Prøv igen om lidt.", "The server is busy. Try again in a moment."),
    "why_504": (
        "Forespørgslen tog for lang tid og blev standset. Spørg om mindre.",
        "The query took too long and was ended. Ask for less.",
    ),
    "to_mistake": ("Gå til fejlen", "Go to the mistake"),
    "details": ("Serverens egne ord", "In the server's words"),
    "kind": ("Art", "Kind"),
    "places": ("Steder i teksten", "Places in the text"),
    "characters": ("tegn {}–{}", "characters {}–{}"),
    "words": ("{} ord", "{} words"),
    "of_text": ("i teksten", "in the text"),
    "no_text": (
        "Teksten tilhører kommunen og er ikke med her; stedet er angivet ved tegn i den.",
        "The text belongs to the municipality and is not included here; the place is given by characters in it.",
    ),
    "says": ("Hvad der siges", "What is said"),
    "points_here": ("Hvad der peger hertil", "What points here"),
    "and_more": ("og flere", "and more"),
    "as_data": ("Som data", "As data"),
    "not_found": ("Det kender grafen ikke.", "The graph does not know this."),
    "unnamed": ("uden navn", "unnamed"),
    "true": ("ja", "yes"),
    "false": ("nej", "no"),
    "home": ("politikgraf", "politikgraf"),
}

GROUPS = {
    "sharing": ("Fælles og særligt", "Shared and unique"),
    "concepts": ("Begreber", "Concepts"),
    "goals": ("Mål og tiltag", "Goals and measures"),
    "actors": ("Aktører", "Actors"),
    "ages": ("Alder", "Ages"),
    "law": ("Lov og rettigheder", "Law and rights"),
    "making": ("Tilblivelse og tid", "Making and time"),
    "trust": ("Hvor sikkert er det?", "How sure is it?"),
    "graph": ("Grafen selv", "The graph itself"),
    "quality": ("Kvalitet (skal være tomt)", "Quality (must be empty)"),
}

_TERMS: dict[str, tuple[str, str]] = {
    RDF.type: ("art", "kind"),
    RDF.subject: ("emne", "subject"),
    RDF.predicate: ("egenskab", "property"),
    RDF.object: ("værdi", "value"),
    RDF.Statement: ("oplysning", "fact"),
    RDFS.label: ("navn", "name"),
    RDFS.comment: ("bemærkning", "comment"),
    RDFS.domain: ("gælder for", "applies to"),
    RDFS.range: ("har værdier af", "has values of"),
    RDFS.isDefinedBy: ("defineret i", "defined in"),
    RDFS.seeAlso: ("se også", "see also"),
    RDFS.subClassOf: ("er en slags", "is a kind of"),
    RDFS.subPropertyOf: ("er en slags", "is a kind of"),
    SKOS.Concept: ("begreb", "concept"),
    SKOS.ConceptScheme: ("ordforråd", "vocabulary"),
    SKOS.definition: ("definition", "definition"),
    SKOS.scopeNote: ("afgrænsning", "scope"),
    SKOS.example: ("eksempel", "example"),
    SKOS.note: ("note", "note"),
    SKOS.prefLabel: ("navn", "name"),
    SKOS.hiddenLabel: ("genkendes på", "recognised by"),
    SKOS.changeNote: ("ændring", "change"),
    SKOS.editorialNote: ("redaktionel note", "editorial note"),
    SKOS.altLabel: ("også kaldt", "also called"),
    SKOS.notation: ("nummer", "notation"),
    SKOS.broader: ("bredere begreb", "broader concept"),
    SKOS.narrower: ("snævrere begreb", "narrower concept"),
    SKOS.related: ("beslægtet begreb", "related concept"),
    SKOS.inScheme: ("i ordforråd", "in vocabulary"),
    SKOS.topConceptOf: ("øverste begreb i", "top concept of"),
    SKOS.exactMatch: ("det samme som", "the same as"),
    SKOS.closeMatch: ("næsten det samme som", "nearly the same as"),
    SKOS.broadMatch: ("snævrere end", "narrower than"),
    SKOS.relatedMatch: ("beslægtet med", "related to"),
    DCTERMS.title: ("titel", "title"),
    DCTERMS.alternative: ("anden titel", "other title"),
    DCTERMS.publisher: ("udgiver", "publisher"),
    DCTERMS.created: ("lavet", "created"),
    DCTERMS.dateAccepted: ("vedtaget", "adopted"),
    DCTERMS.description: ("beskrivelse", "description"),
    DCTERMS.identifier: ("nummer", "identifier"),
    DCTERMS.language: ("sprog", "language"),
    DCTERMS.license: ("licens", "licence"),
    DCTERMS.rights: ("rettigheder", "rights"),
    DCTERMS.replaces: ("erstatter", "replaces"),
    DCTERMS.isPartOf: ("del af", "part of"),
    DCTERMS.conformsTo: ("følger", "conforms to"),
    DCTERMS.references: ("henviser til", "refers to"),
    DCTERMS.isReplacedBy: ("afløst af", "replaced by"),
    DCTERMS.hasPart: ("består af", "has part"),
    DCTERMS.source: ("kilde", "source"),
    OA.Annotation: ("kodning af et sted", "annotation"),
    OA.SpecificResource: ("sted i en tekst", "place in a text"),
    OA.TextPositionSelector: ("position i en tekst", "position in a text"),
    OA.hasBody: ("koder som", "has body"),
    OA.hasTarget: ("om stedet", "has target"),
    OA.hasSource: ("i teksten", "in the text"),
    OA.hasSelector: ("position", "position"),
    OA.motivatedBy: ("formål", "motivation"),
    OA.identifying: ("at genkende", "identifying"),
    OA.describing: ("at beskrive", "describing"),
    OA.classifying: ("at ordne", "classifying"),
    OA.start: ("begynder ved tegn", "starts at character"),
    OA.end: ("slutter før tegn", "ends before character"),
    ORG.Organization: ("organisation", "organization"),
    ORG.FormalOrganization: ("myndighed", "formal organization"),
    ORG.OrganizationalUnit: ("organisatorisk enhed", "organizational unit"),
    ORG.classification: ("slags", "classification"),
    ORG.subOrganizationOf: ("hører under", "sub-organization of"),
    ORG.unitOf: ("enhed i", "unit of"),
    OWL.Class: ("klasse", "class"),
    OWL.Ontology: ("ontologi", "ontology"),
    OWL.ObjectProperty: ("egenskab", "property"),
    OWL.DatatypeProperty: ("egenskab", "property"),
    OWL.AnnotationProperty: ("egenskab", "property"),
    OWL.TransitiveProperty: ("transitiv egenskab", "transitive property"),
    OWL.SymmetricProperty: ("symmetrisk egenskab", "symmetric property"),
    OWL.AsymmetricProperty: ("asymmetrisk egenskab", "asymmetric property"),
    OWL.IrreflexiveProperty: ("irrefleksiv egenskab", "irreflexive property"),
    OWL.versionIRI: ("versionens IRI", "version IRI"),
    OWL.disjointWith: ("udelukker", "disjoint with"),
    OWL.inverseOf: ("omvendt af", "inverse of"),
    OWL.versionInfo: ("version", "version"),
    PROV.wasGeneratedBy: ("kodet i", "coded in"),
    PROV.wasDerivedFrom: ("udledt af", "derived from"),
    PROV.wasAssociatedWith: ("udført af", "carried out by"),
    PROV.wasInfluencedBy: ("bygger på", "rests on"),
    PROV.used: ("brugte", "used"),
    PROV.startedAtTime: ("begyndt", "started"),
    PROV.endedAtTime: ("afsluttet", "ended"),
    PROV.SoftwareAgent: ("program", "software"),
    SCHEMA.requiredMinAge: ("fra alder", "from age"),
    SCHEMA.requiredMaxAge: ("til alder", "to age"),
    SCHEMA.sha256: ("SHA-256", "SHA-256"),
    SCHEMA.validFrom: ("gælder fra", "valid from"),
    SCHEMA.validThrough: ("gælder til", "valid through"),
    ADMS.Identifier: ("nummer", "identifier"),
    ADMS.identifier: ("nummer", "identifier"),
    DQV.QualityMeasurement: ("måling", "measurement"),
    DQV.Metric: ("mål for kvalitet", "metric"),
    DQV.hasQualityMeasurement: ("målt kvalitet", "measured quality"),
    DQV.isMeasurementOf: ("måler", "measures"),
    DQV.computedOn: ("målt på", "computed on"),
    DQV.value: ("værdi", "value"),
    DCAT.Dataset: ("datasæt", "data set"),
    DCAT.Distribution: ("udgave", "distribution"),
    DCAT.mediaType: ("filtype", "media type"),
    DCAT.distribution: ("findes som", "distribution"),
    VOID.Dataset: ("datasæt", "data set"),
    VOID.subset: ("del", "part"),
    VOID.triples: ("antal tripler", "number of triples"),
    VOID.vocabulary: ("bruger ordforråd", "uses vocabulary"),
    VOID.uriSpace: ("IRI'er begynder med", "IRIs begin with"),
}
_TERMS[VANN.preferredNamespacePrefix] = ("præfiks", "prefix")
_TERMS[VANN.preferredNamespaceUri] = ("navnerum", "namespace")
_TERMS[URIRef("http://data.europa.eu/m8g/PublicOrganisation")] = ("offentlig organisation", "public organisation")
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TERMS[_LICENCE] = ("CC BY 4.0", "CC BY 4.0")
TERMS = {str(iri): dict(zip(LANGUAGES, pair)) for iri, pair in _TERMS.items()}


def words(language: str) -> dict[str, str]:
    """All words of the pages in one language."""
    index = LANGUAGES.index(language)
    return {key: pair[index] for key, pair in _WORDS.items()}


def group_name(group: str, language: str) -> str:
    """What a group of questions is called."""
    return GROUPS.get(group, (group, group))[LANGUAGES.index(language)]


def preferred(accept_language: str) -> str:
    """Danish or English, whichever an Accept-Language header names first; Danish when neither.

    >>> preferred("de, en;q=0.8, da;q=0.5")
    'en'
    """
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",")[:20]):
        name, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if (code := name.strip().lower().split("-")[0]) in (*LANGUAGES, "nb", "nn", "no", "sv") and weight > 0:
            ranked.append((-weight, position, "en" if code == "en" else "da"))
    return min(ranked)[2] if ranked else LANGUAGES[0]
