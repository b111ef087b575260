"""PDFs that go wrong, each written in code so that what is wrong with it can be read here."""

import hashlib
import zlib

# Algorithm 3.2 of the PDF reference: fills a password up to 32 bytes.
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = bytes(range(16))


def write_pdf(
    content: bytes, *, coding: str = "", trailer: str = "", more: list[str] | None = None
) -> bytes:
    """One page with this content stream; ``more`` are objects 6 and on."""
    stream = f"<< /Length {len(content)} {coding} >>\nstream\n".encode() + content + b"\nendstream"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        stream,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(text.encode("latin-1") for text in more or []),
    ]
    written = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return written + (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
        f"startxref\n{table}\n%%EOF\n"
    ).encode("latin-1")


def without_text() -> bytes:
    """A page with a drawn rectangle and nothing written on it."""
    return write_pdf(b"0 0 0 rg 100 100 200 200 re f")


def truncated() -> bytes:
    """Broken off in the middle of the content stream, as a failed download is."""
    whole = write_pdf(b"BT /F1 12 Tf 72 700 Td (Notice of the office) Tj ET " * 50)
    return whole[: len(whole) // 2]


def bomb(unpacked: int = 1 << 30) -> bytes:
    """Some kilobytes that unpack, in two steps, to a content stream of a gigabyte."""
    packer = zlib.compressobj(9)
    line = b"BT /F1 12 Tf 72 700 Td (A) Tj ET\n" * 32768
    once = b"".join(packer.compress(line) for _ in range(unpacked // len(line))) + packer.flush()
    return write_pdf(zlib.compress(once, 9), coding="/Filter [/FlateDecode /FlateDecode]")


def locked(password: bytes = b"secret") -> bytes:
    """Encrypted (RC4, 40 bit) with a user password, without which nothing can be read."""
    owner = _rc4(
        hashlib.md5(_padded(password), usedforsecurity=False).digest()[:5], _padded(password)
    )
    permissions = -4
    key = hashlib.md5(
        _padded(password) + owner + permissions.to_bytes(4, "little", signed=True) + _FILE_ID,
        usedforsecurity=False,
    ).digest()[:5]
    user = _rc4(key, _PADDING)
    object_key = hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0", usedforsecurity=False)
    content = _rc4(object_key.digest()[:10], b"BT /F1 12 Tf 72 700 Td (Notice) Tj ET")
    lock = (
        f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {permissions} >>"
    )
    identity = _FILE_ID.hex()
    return write_pdf(
        content, trailer=f"/Encrypt 6 0 R /ID [<{identity}> <{identity}>]", more=[lock]
    )


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _rc4(key: bytes, text: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    coded = bytearray()
    for byte in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        coded.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(coded)
