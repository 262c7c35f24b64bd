"""What the names that learning platforms give to folders and files say: who, which attempt, when, and whether late."""

import re

# As Moodle names a student's folder, or each file where folders are turned off; Canvas a student's file, its text or
# link, and the same where names are hidden; Blackboard an attempt's file, and the text that it writes beside.
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_.*")
FLAT = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+_(?P<file>.*)")
CANVAS = re.compile(r"(?P<name>[^_]+(?:_LATE)?)_(?P<number>\d+)_(?P<attachment>\d+)_(?P<file>.*)")
HIDDEN = re.compile(r"(?P<name>anon(?:ymous)?(?:_LATE)?)_(?P<number>[A-Za-z0-9]{4,8})_(?P<attachment>\d+)_(?P<file>.*)")
WRITTEN = re.compile(r"(?P<name>[^_]+(?:_LATE)?)_(?P<number>\d+)_(?P<file>(?:text|link)\.html)")
BLACKBOARD = re.compile(r"(?P<name>.+_(?P<number>[^_]+))_attempt_(?P<when>\d{4}(?:-\d{2}){5})(?:_(?P<file>.+)|\.txt)")

TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[ T_-]\d{2}[:.-]?\d{2}(?:[:.-]?\d{2})?)?|(?<!\d)20\d{12}(?!\d)|(?<!\d)20\d{6}T\d{6}"
)
ATTEMPT = re.compile(r"(attempt|version|versuch|попытка|версия|提出|copy|копия)?[\s_#-]*\(?\d{1,3}\)?", re.IGNORECASE)
TASK = re.compile(
    r"(week|hw|homework|assignment|exercise|exercises|ex|lab|task|problem ?set|ps|aufgabe|übung|неделя|задание|дз|апта|課題|第)[\s_#-]*\d{0,3}[週回]?",
    re.IGNORECASE,
)
GENERIC = {
    "submissions",
    "submission",
    "submitted",
    "submitted files",
    "student work",
    "working files",
    "handed in",
    "inbound",
    "class",
    "files",
}
GENERIC |= {"abgaben", "abgabe", "download", "downloads", "archive", "работы", "сдано", "тапсырмалар", "提出物"}
# Parts in which Google Drive and OneDrive hand out a folder.
PARCEL = re.compile(r"(.*-20\d{6}T\d{6}Z(-\d+)?-\d{3}|OneDrive_[\d_.-]+|drive-download-.*)\.zip", re.IGNORECASE)
COPY = re.compile(
    r"(^(copy of|копия|kopie von|のコピー)\s+|\s*\(\d{1,3}\)$|\s+-\s+(copy|копия|kopie|コピー)$|^(answers?|my)[\s_-]+)",
    re.IGNORECASE,
)


def platform(name: str, folder: bool) -> re.Match[str] | None:
    """Groups `name` and `number` of a student in what a platform calls a folder or a file; of Canvas also `attachment`.

    >>> platform("Айзада Бекова_1234567_assignsubmission_file_", folder=True)["number"]
    '1234567'
    >>> platform("HW1_jdoe_attempt_2026-11-03-10-30-00_x.ipynb", folder=False)["number"]
    'jdoe'
    """
    if folder:
        return MOODLE.fullmatch(name)
    return next(
        filter(None, (pattern.fullmatch(name) for pattern in (FLAT, BLACKBOARD, HIDDEN, CANVAS, WRITTEN))), None
    )


def late(match: re.Match[str]) -> bool:
    """Whether the platform says that this came late.

    >>> late(platform("smithbob_LATE_4712_99002_x.ipynb", folder=False))
    True
    """
    return match["name"].endswith("_LATE")


def when(text: str) -> str:
    """The latest time stamp in a text, as digits that can be compared; empty when there is none.

    >>> when("2026-11-03T10:30, 2026-11-04"), when("HW1_jdoe_attempt_2026-11-03-10-30-00"), when("20261103T103000Z")
    ('20261104000000', '20261103103000', '20261103103000')
    """
    return max((re.sub(r"\D", "", stamp).ljust(14, "0") for stamp in TIME.findall(text)), default="")


def bare(stem: str) -> str:
    """A file's name without what copying programs add to it.

    >>> bare("Copy of homework (1)"), bare("answers-homework"), bare("homework - Copy")
    ('homework', 'homework', 'homework')
    """
    before = ""
    while before != stem:
        before, stem = stem, COPY.sub("", stem).strip()
    return stem
