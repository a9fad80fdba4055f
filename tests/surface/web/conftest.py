from tests.domain.conftest import loop

__all__ = ["loop"]
