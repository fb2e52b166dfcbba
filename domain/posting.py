"""Fitting a procedure to an office's posts (岗位落实): the office's names, and who does what while a post is vacant."""

from __future__ import annotations

import dataclasses

from domain.office import Office
from domain.posts import title_of
from domain.procedure import PRINCIPAL, Procedure, Step


def doers(office: Office, post_id: str) -> tuple[str, ...]:
    """Name the posts whose holders do what is this post's: itself, or those that stand in while nobody holds it."""
    post = office.post(post_id)
    if post is None or not post.vacant or office.holders(post_id):
        return (post_id,)
    return tuple(dict.fromkeys(one for stand_in in post.vacant for one in doers(office, stand_in)))


def fitted(procedure: Procedure, office: Office) -> Procedure:
    """Give the procedure as this office goes by it."""
    titles = tuple((post.id, post.name) for post in office.posts if post.name != title_of(post.id))

    def placed(posts: tuple[str, ...]) -> tuple[str, ...]:
        found = ((post,) if post == PRINCIPAL else doers(office, post) for post in posts)
        return tuple(dict.fromkeys(one for each in found for one in each))

    def step_of(step: Step) -> Step:
        return dataclasses.replace(step, roles=placed(step.roles), extend_by=placed(step.extend_by), titles=titles)

    return dataclasses.replace(
        procedure,
        steps=tuple(step_of(step) for step in procedure.steps),
        extend_by=placed(procedure.extend_by),
        withdraw_by=placed(procedure.withdraw_by),
        consent_by=placed(procedure.consent_by),
        paper_by=placed(procedure.paper_by),
        compare_by=placed(procedure.compare_by),
        repeal_by=placed(procedure.repeal_by),
        titles=titles,
    )
