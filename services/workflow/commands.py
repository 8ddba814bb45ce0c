"""Every step there is, in the order in which a case usually takes them."""

from services.workflow.external_diary.steps import RetryDiary, SetDiaryNumber
from services.workflow.lex_sarah.reporting import ReportLexSarah
from services.workflow.lex_sarah.steps import (
    DecideLexSarah,
    DeclineLexSarah,
    NotifyIvo,
    RecordIvoDecision,
)
from services.workflow.steps.acting import CompleteAction, DecideAction, FollowUp, JudgeEffect
from services.workflow.steps.answering import (
    Acknowledge,
    DraftAnswer,
    GiveAnswer,
    RecordReached,
    WaiveAnswer,
    Write,
)
from services.workflow.steps.assessing import Assess
from services.workflow.steps.assigning import Assign, DeclareConflict
from services.workflow.steps.classifying import Reclassify
from services.workflow.steps.closing import Close, Reopen
from services.workflow.steps.command import Command
from services.workflow.steps.correcting import AddPaper, Correct, CorrectPaper
from services.workflow.steps.extending import Extend
from services.workflow.steps.handing_over import (
    AcceptReferral,
    Dismiss,
    Refer,
    WithdrawReferral,
)
from services.workflow.steps.investigating import AddFinding, Conclude, Investigate
from services.workflow.steps.linking import LinkTo, Merge
from services.workflow.steps.pausing import Pause, Resume

COMMANDS: tuple[type[Command], ...] = (
    Assign,
    DeclareConflict,
    Acknowledge,
    RecordReached,
    Reclassify,
    Assess,
    Investigate,
    AddFinding,
    Conclude,
    DecideAction,
    CompleteAction,
    JudgeEffect,
    DraftAnswer,
    GiveAnswer,
    WaiveAnswer,
    Write,
    Close,
    FollowUp,
    Reopen,
    Pause,
    Resume,
    Extend,
    Refer,
    AcceptReferral,
    WithdrawReferral,
    Dismiss,
    LinkTo,
    Merge,
    Correct,
    AddPaper,
    CorrectPaper,
    RetryDiary,
    SetDiaryNumber,
    ReportLexSarah,
    DeclineLexSarah,
    DecideLexSarah,
    NotifyIvo,
    RecordIvoDecision,
)
BY_NAME = {command.name: command for command in COMMANDS}
