"""Who asks: an opaque id and roles."""

from pydantic import BaseModel, ConfigDict

from shared.events.envelope import Actor
from shared.events.vocabulary import Role


class Principal(BaseModel):
    """Someone who has shown who they are, or the public."""

    model_config = ConfigDict(frozen=True)

    id: str | None = None
    roles: frozenset[Role] = frozenset({Role.PUBLIC})
    board: str | None = None
    unit: str | None = None

    def has(self, *roles: Role) -> bool:
        """Whether any of the roles is held."""
        return not self.roles.isdisjoint(roles)

    def acting(self, *preferred: Role) -> Actor:
        """As the actor of an event: the first of the preferred roles that is held, or any."""
        for role in preferred:
            if role in self.roles:
                return Actor(role=role, id=self.id)
        return Actor(role=min(self.roles), id=self.id)


PUBLIC = Principal()
