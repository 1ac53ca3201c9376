"""Train a stock Rasa pipeline on messages of ours, in a process of its own; report as JSON.

    nlu/.venv/bin/python -m benchmarks.understanding.stock diet --messages 1000 --epochs 20 \\
        --folder FOLDER
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.understanding.messages import as_rasa, sample, training_messages
from nlu.rasa_setup import check_version, quiet_environment, quiet_logs

REPORT, MODEL = "stock.json", "stock.tar.gz"
DIET, WORDS, LETTERS = "diet", "logistic-words", "logistic-letters"
_DIET, _LOGISTIC = "DIETClassifier", "LogisticRegressionClassifier"
_CLASSIFIERS = {DIET: _DIET, WORDS: _LOGISTIC, LETTERS: _LOGISTIC}
_COUNTED: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
]
_LETTERS_COUNTED = {
    "name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Train; gives the exit code."""
    options = _parser().parse_args(arguments)
    everything = training_messages()
    messages = sample(everything, options.messages or len(everything), seed=options.seed)
    options.folder.mkdir(parents=True, exist_ok=True)
    data, config = options.folder / "messages.yml", options.folder / "config.yml"
    data.write_text(as_rasa(messages), "utf-8")
    config.write_text(json.dumps(configuration(options.pipeline, options.epochs)), "utf-8")
    report = {
        "pipeline": options.pipeline,
        "messages": len(messages),
        "labels": len({message.label for message in messages}),
        "seconds": _train(data, config, options.folder, options.pipeline),
    }
    (options.folder / REPORT).write_text(json.dumps(report, indent=1), "utf-8")
    return 0


def configuration(pipeline: str, epochs: int) -> dict[str, Any]:
    """Words counted, letters 1-4 too (as in Rasa's starter project) or not, then the classifier."""
    counted = _COUNTED if pipeline == WORDS else [*_COUNTED, _LETTERS_COUNTED]
    last: dict[str, Any] = {"name": _CLASSIFIERS[pipeline]}
    if pipeline == DIET:
        last |= {"epochs": epochs, "constrain_similarities": True, "random_seed": 0}
    return {"recipe": "default.v1", "language": "ary", "pipeline": [*counted, last]}


def _train(data: Path, config: Path, folder: Path, pipeline: str) -> dict[str, float | None]:
    """Seconds of Rasa's start, of the whole training, of the classifier in it, of an epoch."""
    began = time.monotonic()
    check_version()
    quiet_environment()
    from rasa.model_training import train_nlu

    quiet_logs()
    spent, epochs = _timed(_class_of(pipeline)), _epoch_ends()
    started = time.monotonic()
    made = train_nlu(str(config), str(data), str(folder), fixed_model_name=MODEL)
    if made is None:
        raise SystemExit("stock Rasa made no model")
    return {
        "start": round(started - began, 1),
        "training": round(time.monotonic() - started, 1),
        "classifier": round(sum(spent), 1),
        "epoch": epoch_seconds(epochs),
    }


def epoch_seconds(ends: Sequence[float]) -> float | None:
    """Seconds of an epoch but the first, in which TensorFlow builds its graph."""
    return round((ends[-1] - ends[0]) / (len(ends) - 1), 3) if len(ends) > 1 else None


def _epoch_ends() -> list[float]:
    """The moments at which DIET ends its epochs, as they come."""
    from rasa.utils.tensorflow.callback import RasaTrainingLogger

    ends: list[float] = []
    log: Callable[..., None] = RasaTrainingLogger.on_epoch_end

    def logged(*given: Any, **named: Any) -> None:
        ends.append(time.monotonic())
        log(*given, **named)

    RasaTrainingLogger.on_epoch_end = logged
    return ends


def _class_of(pipeline: str) -> type[Any]:
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier
    from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier

    found: type[Any] = DIETClassifier if pipeline == DIET else LogisticRegressionClassifier
    return found


def _timed(component: type[Any]) -> list[float]:
    """Seconds of each training of the component, as they come."""
    spent: list[float] = []
    train: Callable[..., Any] = component.train

    @functools.wraps(train)
    def measured(*given: Any, **named: Any) -> Any:
        began = time.monotonic()
        result = train(*given, **named)
        spent.append(time.monotonic() - began)
        return result

    component.train = measured
    return spent


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.understanding.stock",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pipeline", choices=tuple(_CLASSIFIERS))
    parser.add_argument("--messages", type=int, default=0, help="so many, at random; 0 for all")
    parser.add_argument("--epochs", type=int, default=20, help="of DIET (20)")
    parser.add_argument("--seed", type=int, default=0, help="of the drawing (0)")
    parser.add_argument("--folder", type=Path, required=True, help="for the model and the report")
    return parser


if __name__ == "__main__":
    sys.exit(main())
