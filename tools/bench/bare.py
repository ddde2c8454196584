"""The same work without a server: decoding and both models, with nothing around them."""

from __future__ import annotations

import io
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import av
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image

from services.tagging.models import classifier, detector
from services.tagging.models.looks import ends, is_wide, middle
from services.tagging.models.session import open_session
from tools.bench.media import Media

SHORT_SIDE: Final = detector.SIZE


class BareModels:
    """Both models on as many squares of a picture as the engine looks at."""

    def __init__(self) -> None:
        self._classifier = open_session("efficientnet_lite2.onnx")
        self._detector = open_session("nanodet_g_416.onnx")

    def decode_and_infer(self, picture: Media) -> None:
        """Decode a picture as small as its format allows, and run the models."""
        with Image.open(io.BytesIO(picture.content)) as image:
            image.draft("RGB", (SHORT_SIDE, SHORT_SIDE))
            self.infer(image.convert("RGB"))

    def infer(self, image: Image.Image) -> None:
        """Run the models on an RGB image."""
        width, height = image.size
        wide = is_wide(width, height)
        for square in ends(width, height) if wide else [middle(width, height)]:
            side = classifier.SIZE
            pixels = image.resize((side, side), Image.Resampling.BICUBIC, square, reducing_gap=1.0)
            self._classifier.run(["logits"], {"pixels": np.asarray(pixels)[None]})
        for square in ends(width, height) if wide else [(0, 0, width, height)]:
            side = detector.SIZE
            pixels = image.resize((side, side), Image.Resampling.BILINEAR, square, reducing_gap=2.0)
            self._detector.run(["scores", "distances"], {"pixels": np.asarray(pixels)[None]})

    def decode_and_infer_video(self, video: Media, times: set[float], threads: int) -> None:
        """Decode a whole video, with what the engine leaves out left out, and run the models on
        the frames at `times` (seconds)."""
        pending: list[Future[None]] = []
        scaler = VideoReformatter()
        with (
            ThreadPoolExecutor(threads) as pool,
            av.open(io.BytesIO(video.content), "r") as container,
        ):
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            stream.codec_context.options |= {"skip_loop_filter": "all"}
            stream.codec_context.skip_frame = "NONREF"
            scale = SHORT_SIDE / min(stream.width, stream.height)
            for frame in container.decode(stream):
                if frame.time not in times:
                    continue
                small = scaler.reformat(
                    frame,
                    width=round(stream.width * scale),
                    height=round(stream.height * scale),
                    format="rgb24",
                    interpolation=Interpolation.BILINEAR,
                )
                pending.append(pool.submit(self.infer, Image.fromarray(small.to_ndarray())))
            for inference in pending:
                inference.result()
