"""Correspondence analysis: Greenacre's smoking data as prince 0.23.0 computes it, symmetries, and what cannot be mapped."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis.files import InputError
from analysis.stats import correspondence as module
from analysis.stats.correspondence import correspondence, for_map
from analysis.text.counts import Counts

SMOKING = [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]]  # Greenacre (1984)
STAFF, SMOKERS = ["SM", "JM", "SE", "JE", "SC"], ["heavy", "light", "medium", "none"]
COORDINATES = {  # prince.CA(n_components=2): coordinates, then contributions
    "SM": (0.065768, 0.193737, 0.003298, 0.213558),
    "JM": (-0.258958, 0.243305, 0.083659, 0.551151),
    "SE": (0.380595, 0.010660, 0.512006, 0.002998),
    "JE": (-0.232952, -0.057744, 0.330974, 0.151772),
    "SC": (0.201089, -0.078911, 0.070064, 0.080522),
    "none": (0.393308, 0.030492, 0.653996, 0.029336),
    "light": (-0.099456, -0.141064, 0.030850, 0.463174),
    "medium": (-0.196321, -0.007359, 0.165617, 0.001737),
    "heavy": (-0.293776, 0.197766, 0.149538, 0.505754),
}
NUMBERS = ["dimension_1", "dimension_2", "contribution_1", "contribution_2"]


def counts(rows, terms=None, docs=None):
    matrix = sparse.csr_array(np.array(rows))
    terms = pd.Index(terms or [f"w{n}" for n in range(matrix.shape[1])], dtype=object)
    docs = pd.DataFrame({"doc_id": docs or [f"d{n}" for n in range(matrix.shape[0])], "n_tokens": 100})
    return Counts(matrix, terms, docs)


def smoking():
    return counts(np.array(SMOKING)[:, [3, 1, 2, 0]], SMOKERS, STAFF)


def test_the_smoking_data_have_their_published_inertias():
    found = correspondence(smoking())
    assert found.inertia == pytest.approx([0.07475911, 0.01001718], abs=1e-8)  # 87.8 % and 11.8 %
    assert found.total == pytest.approx(0.08518986, abs=1e-8)


def test_coordinates_and_contributions_are_those_of_prince():
    found = correspondence(smoking())
    points = pd.concat([found.articles, found.words]).set_index("term")[NUMBERS]
    expected = pd.DataFrame(COORDINATES, index=NUMBERS).T
    sign = np.sign(points["dimension_1"]["SE"]), np.sign(points["dimension_2"]["JM"])
    points[NUMBERS[:2]] *= sign
    pd.testing.assert_frame_equal(points.loc[expected.index], expected, atol=1e-6, rtol=0, check_names=False)


def test_quality_is_the_part_of_the_distance_that_two_dimensions_show():
    found = correspondence(smoking()).articles.set_index("term")["quality"]
    assert found.to_dict() == pytest.approx(
        {"SM": 0.892568, "JM": 0.991082, "SE": 0.999817, "JE": 0.99981, "SC": 0.998603}, abs=1e-6
    )


def test_a_large_table_gives_the_same_without_being_dense(monkeypatch):
    dense = correspondence(smoking())
    monkeypatch.setattr(module, "MOST_DENSE", 0)
    for one, other in zip(dense[:2], correspondence(smoking())[:2], strict=True):
        pd.testing.assert_frame_equal(one, other, atol=1e-12)


def test_the_article_that_contributes_most_lies_on_the_positive_side():
    articles = correspondence(smoking()).articles
    for n in (1, 2):
        most = articles.loc[articles[f"contribution_{n}"].idxmax()]
        assert most[f"dimension_{n}"] > 0


def test_the_order_of_articles_changes_nothing():
    order = [3, 1, 4, 0, 2]
    first, again = (
        correspondence(one).articles.set_index("term")
        for one in (smoking(), counts(np.array(SMOKING)[order][:, [3, 1, 2, 0]], SMOKERS, [STAFF[n] for n in order]))
    )
    pd.testing.assert_frame_equal(first, again.loc[STAFF], atol=1e-12)


def test_twice_every_count_is_the_same_map():
    doubled = correspondence(counts(2 * np.array(SMOKING)[:, [3, 1, 2, 0]], SMOKERS, STAFF))
    pd.testing.assert_frame_equal(doubled.words, correspondence(smoking()).words, atol=1e-12)


def test_contributions_of_a_dimension_add_up_to_one():
    found = correspondence(smoking())
    for table in found[:2]:
        assert table[NUMBERS[2:]].sum().tolist() == pytest.approx([1, 1])


def test_where_one_dimension_shows_everything_the_other_is_zero():
    found = correspondence(counts([[4, 1, 1], [4, 1, 1], [1, 4, 4]]))
    assert found.inertia[1] == 0
    assert found.articles["dimension_2"].abs().tolist() == [0, 0, 0]
    assert found.articles["contribution_2"].isna().all()
    assert found.articles["dimension_1"][0] == pytest.approx(found.articles["dimension_1"][1])


@pytest.mark.parametrize(("rows", "n"), [([[1, 2, 3]], 1), ([[1, 2, 3], [3, 1, 2]], 2)])
def test_three_articles_are_needed(rows, n):
    with pytest.raises(InputError, match=f"{n} articles .*: too few for a map; three articles and three words"):
        correspondence(counts(rows))


def test_three_words_are_needed():
    with pytest.raises(InputError, match="2 such words: too few for a map"):
        correspondence(counts([[1, 2], [3, 1], [1, 1]]))


def test_articles_with_the_same_profile_have_no_map():
    with pytest.raises(InputError, match="same proportions"):
        correspondence(counts([[1, 2, 3], [2, 4, 6], [1, 2, 3]]))


def test_a_map_takes_words_of_two_articles_and_leaves_articles_without_one_out():
    found = for_map(counts([[1, 1, 0, 0], [1, 1, 5, 0], [0, 0, 0, 9]]))
    assert found.terms.tolist() == ["w0", "w1"]
    assert found.docs["doc_id"].tolist() == ["d0", "d1"]


def test_of_many_words_the_most_frequent_are_taken_and_of_equals_the_first():
    found = for_map(counts([[1, 3, 1, 1], [1, 3, 1, 2]]), most=3)
    assert found.terms.tolist() == ["w0", "w1", "w3"]
