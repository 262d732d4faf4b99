"""The logo of the cover: any usual image made into a small PNG, or refused with an explanation."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from lib.model import DataError

LARGEST_SIDE = 800  # pixels kept
MOST_PIXELS = 60_000_000
MOST_BYTES = 15 * 1024 * 1024
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")


def prepare_logo(content: bytes) -> bytes:
    """Return the image as a PNG of LARGEST_SIDE pixels at most. Raises DataError when it is damaged or too large."""
    if len(content) > MOST_BYTES:
        raise DataError("Le logo est trop lourd", f"{len(content) // 1024**2} Mo", _LIGHTER)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise DataError("Le logo est trop grand", f"{image.width} × {image.height} points", _LIGHTER)
            image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            small = ImageOps.exif_transpose(image)
            small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            kept = small.convert("RGBA" if "A" in small.getbands() or "transparency" in small.info else "RGB")
    except Image.DecompressionBombError as error:
        raise DataError("Le logo est trop grand", "image déposée", _LIGHTER) from error
    except UnidentifiedImageError as error:
        raise DataError("Le logo n'est pas une image reconnue", "image déposée", _REMEDY) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DataError("Le logo est abîmé", "image déposée", _REMEDY) from error
    buffer = io.BytesIO()
    kept.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


_REMEDY = "Déposez une image PNG ou JPEG qui s'ouvre sur votre poste."
_LIGHTER = "Déposez une image PNG ou JPEG plus petite : 800 points de large suffisent."
