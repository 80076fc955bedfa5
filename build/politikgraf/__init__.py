"""politikgraf: a knowledge graph of what Danish municipalities' child and youth policies say."""

__version__ = "0.1.0"
