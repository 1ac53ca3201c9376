"""The code on a receipt: made once, kept only as an argon2id hash."""

import secrets
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

DIGITS = 8  # 26 bits; with five tries a pair that is one chance in twenty million
TYPED_MAX_CHARS = 32

# RFC 9106's second choice (memory in KiB) with less memory: two cores answer a whole town.
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1, type=Type.ID)


def new_secret() -> str:
    """Eight random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def hash_secret(secret: str) -> str:
    """The argon2id hash to store; takes some 50 ms on purpose."""
    return HASHER.hash(secret)


def matches(stored_hash: str, typed: str) -> bool:
    """Whether the typed code is the one behind the hash; takes some 50 ms either way."""
    try:
        return HASHER.verify(stored_hash, _plain_digits(typed))
    except (VerificationError, InvalidHashError):
        return False


def dummy_hash() -> str:
    """A hash that no code opens, for the same work where there is nothing to compare with."""
    return HASHER.hash(secrets.token_hex(16))


def _plain_digits(typed: str) -> str:
    """ASCII digits without spaces or dashes; Arabic and Persian digits are read too."""
    folded = unicodedata.normalize("NFKC", typed[:TYPED_MAX_CHARS])
    return "".join(str(unicodedata.decimal(sign)) for sign in folded if sign.isdecimal())
