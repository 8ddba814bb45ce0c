"""Intake for the pages' own tests: it remembers what it took in, and can be told to be down."""

from dataclasses import dataclass, field
from uuid import UUID

from services.intake.abuse.suspicion import Suspicion
from services.intake.case_request import CaseRequest
from services.intake.receipt import Receipt
from services.intake.reference import reference_for
from services.intake.refusals import FieldFault, ImpossibleFields
from services.intake.secret_code import ReceiptKeys
from shared.clock import Clock
from shared.errors import Unavailable
from shared.ids import new_id
from tests.unit.files_in_memory import FilesInMemory

KEYS = ReceiptKeys((b"receipt key of the tests",))


@dataclass
class IntakeInMemory:
    """Gives the same receipt for the same key, and claims the files that a request names."""

    clock: Clock
    files: FilesInMemory
    down: bool = False
    receipts: dict[str, Receipt] = field(default_factory=dict)
    requests: list[CaseRequest] = field(default_factory=list)
    suspicions: list[Suspicion | None] = field(default_factory=list)

    async def accept(
        self,
        request: CaseRequest,
        idempotency_key: str | None,
        *,
        attachments_of: str | None = None,
        suspicion: Suspicion | None = None,
    ) -> Receipt:
        if self.down:
            raise Unavailable("the store does not answer: try again")
        key = idempotency_key or str(new_id())
        if key not in self.receipts:
            receipt = self._receipt()
            self._claim(request.attachments, attachments_of, receipt.case_id)
            self.receipts[key] = receipt
            self.requests.append(request)
            self.suspicions.append(suspicion)
        return self.receipts[key]

    def _claim(self, ids: tuple[UUID, ...], owner: str | None, case_id: UUID) -> None:
        files = [self.files.kept.get(each) for each in ids]
        if not all(file and file.owner == owner for file in files):
            raise ImpossibleFields([FieldFault("attachments", "no such upload waits")])
        self.files.claim(ids, case_id)

    def _receipt(self) -> Receipt:
        case_id = new_id()
        return Receipt(case_id, reference_for(case_id, self.clock.now().year), KEYS.secret(case_id))
