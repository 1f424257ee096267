"""What pictures cost: CPU seconds for each photo, from its bytes to three widths of WebP and a JPEG.

    python bench/photos.py [--photos 20] [--width 1600]

The photos are synthetic, soft shapes of all sizes under the noise of a sensor, as JPEG of quality 92.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from corpus import photo

from contentshop.media import preview, probe, scaled, variants
from contentshop.model import ScaledForm, digest


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=20)
    parser.add_argument("--width", type=int, default=1600)
    options = parser.parse_args(arguments)
    sources = [photo(seed, options.width) for seed in range(options.photos)]
    begun = time.process_time()
    known = [probe(data, digest(data)) for data in sources]
    probed = time.process_time()
    made = 0
    for data, one in zip(sources, known, strict=True):
        files = (*variants(one, "photo.jpg"), preview(one, "photo.jpg"))
        wanted: list[tuple[int, ScaledForm]] = [(file.width, file.form or "webp") for file in files]
        made += sum(map(len, scaled(data, wanted)))
    ended = time.process_time()
    count = len(sources)
    print(f"{count} photos of {options.width} px, {sum(map(len, sources)) // count} bytes each")
    print(f"probe {(probed - begun) / count:.3f} s, files {(ended - probed) / count:.3f} s, {made // count} bytes")


if __name__ == "__main__":
    main()
