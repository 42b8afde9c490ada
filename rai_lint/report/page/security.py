"""What the page may do: show itself. No request to anywhere, no script or style but its own."""

from __future__ import annotations

import base64
import hashlib


def content_policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy of a page with exactly this style and this script."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
