"""A smallest room, on which the foundation is tried: a pledge that is made, kept, broken or voided."""
