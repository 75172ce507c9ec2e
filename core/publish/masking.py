"""What is starred out of a text before it is published: personal numbers and addresses, and the contact's name beside a number."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

from ..model.documents.privacy import mask
from ..store.search import index_text, indexed_texts

_CONTACT = re.compile(
    r"(?P<said>(?:联系人|经办人|填表人|制表人|咨询人)(?:员)?(?:姓名)?[\s：:]{1,4})(?P<name>[\u4e00-\u9fff]{1,3}[·\u4e00-\u9fff]?)"
    r"(?=.{0,24}?(?:\d[\d\s*-]{6}|电话|手机|邮箱|方式))"
)
"""A person behind the word for a contact, with a number after it. The surname stays: 张**."""


def published_text(text: str) -> str:
    """The text as it may be published; its length does not change."""
    if "人" in text:
        text = _CONTACT.sub(lambda m: m["said"] + m["name"][0] + "*" * (len(m["name"]) - 1), text)
    return mask(text)


def published_index(text: str) -> str:
    """The spaced text of the full-text index, masked as the words that it was made from."""
    return index_text(*map(published_text, indexed_texts(text)))


def file_name(path: str) -> str:
    """The last part of a path of this or another system: where the operator keeps a file is nobody's business."""
    return published_text(PureWindowsPath(PurePosixPath(path).name).name)


def web_address(url: str | None) -> str | None:
    """An address that a browser may follow; None for any other scheme, and for what is no address."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url.strip() if url and parts.scheme.lower() in ("http", "https") and parts.hostname else None
