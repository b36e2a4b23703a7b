from __future__ import annotations

import pytest

from training.support.errors import TrainerError
from training.support.packages import need_packages


def test_it_names_what_is_missing_and_where_it_is_listed() -> None:
    with pytest.raises(TrainerError) as error:
        need_packages("The verb dpo", "torch", "no_such_package")
    assert "The verb dpo needs no_such_package, which" in error.value.reason
    assert "pip install -r requirements/training.txt" in error.value.hint
    with pytest.raises(TrainerError, match=r"pip install -r requirements/more\.txt"):
        need_packages("Engine x", "no_such_package", listed="requirements/more.txt")


def test_it_is_content_with_what_is_there() -> None:
    need_packages("The verb dpo", "torch")
