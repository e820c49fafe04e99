"""Histories that once broke an invariant, shrunk, with what was wrong. They stay for good.

They are kept step by step, not as seeds: a seed means another history as soon as a menu changes.
"""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """The seed that names the nodes, the steps, and what went wrong."""

    seed: int
    steps: str
    was: str


FOUND = (
    Found(
        3058,
        "enrol(608850878) back_up(831259303) restore(83173953) everybody(263027559)"
        " restore(831599764)",
        "a stick from before a restore came after it, and its act stood twice",
    ),
    Found(
        2040,
        "create(460207135) back_up_office(352661803) move(954989656) send(865864417)"
        " deliver(454136745) deliver(572057686) restore_office(1001109883) move(571934515)",
        "two moves of one person, written on both sides of a restore, reached one village only",
    ),
    Found(
        2016,
        "create(69101631) everybody(14920223) enrol(822213387) edit(596275599)"
        " back_up_office(315912011) move(10799657) exchange(239425811)"
        " restore_office(1052925442)",
        "a refusal handed back after a restore was not heard where the refused act was",
    ),
    Found(
        3020,
        "enrol(894712910) edit_two(162747320) back_up_office(208028369) exchange(608202747)"
        " move(98160364) exchange(415515773) restore_office(937838570)",
        "a restored office lost what it had written itself since the backup",
    ),
    Found(
        3071,
        "create(374890014) edit(857857017) stray(60022715) edit(834784034)",
        "what was built on a refused act stood differently where that act was never heard of",
    ),
    Found(
        3105,
        "edit_two(852732132) exchange(73856403) back_up_office(615974760)"
        " restore_office(691962389) send(295574018) move(894501850) exchange(289641728)"
        " deliver(813821147) deliver(983773936) restore_office(959930469)",
        "an office restored twice from one backup took its own acts of the time between for"
        " a stranger's",
    ),
    Found(
        1043,
        "stray(704288006) create(954100148) exchange(562951969) edit_two(824709997)"
        " exchange(719989670) move(969309627) edit(91505525) everybody(793129883)"
        " edit(420012763) edit(555619693) light_fuse(109536631) edit(1038964212)"
        " crash(682928472)",
        "an act that a killed program had left in the log was shown, and lost with the power",
    ),
    Found(
        7009,
        "clone(102180105) stray(510609769) create(176219862) scrap(360418200)"
        " exchange(210572104) back_up(842633420) everybody(874831446) restore(832310717)",
        "a copied PC, restored from before it knew that it was one, said an act a third time",
    ),
    Found(
        795573247955,
        "create(248865099) create(1054659754) everybody(659836412) clone(576570214)"
        " create(919489251) edit(804066880) clone(922294667) exchange(92173271)"
        " scrap(80151254) restore_office(694490724)",
        "two copies of one PC said the same act again to an office restored in between",
    ),
    Found(
        13279647437,
        "create(562708834) create(348597668) accept_case(138395932) accept_guest(771017548)"
        " everybody(651655155) move(111648122) light_fuse(497397295) enrol(865026418)"
        " everybody(991690801) move(363282749)",
        "of somebody who had moved away, a new PC kept only what was written while his past came",
    ),
    Found(
        102481073914,
        "back_up_office(31061033) back_up(946254131) create(861760341) everybody(638755402)"
        " restore_office(164730397) restore_unknowing(784425047)",
        "a PC put back by hand took its own lost act, which neighbours had kept, for the end of"
        " its journal and could send nothing any more",
    ),
    Found(
        545606057140,
        "clone(79646099) create(527645021) clone(237988864) stray(977494141) create(568456723)"
        " clone(34874056) light_fuse(119533974) everybody(358129204) back_up(25021812)"
        " restore(560127412)",
        "one of two copies was renewed twice, and its act was not known again by the name between",
    ),
    Found(
        394468308739,
        "back_up(929649544) create(727875330) restore(832058078) open_form(402140754)"
        " save_form(640284373) exchange(361977897) accept_guest(855025121) restore(372286195)"
        " everybody(246573355) exchange(570074219)",
        "a first load begun over a line went on by stick with one more part, and with its past",
    ),
    Found(
        900122,
        "set_clock(591304463) create(688784122) everybody(646309679) open_form(161566191)"
        " back_up_office(558676699) edit_two(477890260) everybody(1005062623) edit(428580158)"
        " move(2005760) save_form(719752033) everybody(810622469) restore_office(973337451)"
        " exchange(730981324)",
        "an edit taken before a restore was sent again behind the move that came after it, and"
        " refused; the new village, which held it, did not hear of that",
    ),
    Found(
        573737051737,
        "create(508394160) create(334229500) accept_case(395206146) accept_guest(379641034)"
        " everybody(278091109) enrol(935078103) scrap(672208561) move(768718554) clone(239172124)"
        " send(980190450) exchange(678776124) send(65146588) deliver(336704956) move(125293112)"
        " deliver(1025930360) deliver(364088808) deliver(934163994)",
        "a new PC that had heard a piece of somebody's past before its first load, which no longer"
        " brought him, kept only that piece",
    ),
    Found(
        31328094742,
        "everybody(1064279125) edit_two(64738701) back_up(45135322) back_up_office(795537252)"
        " everybody(447491725) restore(810143465) restore_office(465636348) everybody(367795370)"
        " everybody(733152974) restore_office(515465360)",
        "of an edit and the same said again, an office restored twice took each for the other's"
        " repetition, and neither stood",
    ),
    Found(
        40562122496,
        "create(857114229) back_up_office(353505886) everybody(1057269510) send(474261732)"
        " restore_office(673530740) everybody(132197507) attach(21086408) everybody(606158807)"
        " move(791594157)",
        "the content of a scan whose act was said again under a new name was not given to the"
        " village that its owner moved to",
    ),
    Found(
        6749021452,
        "accept_guest(841913285) back_up_office(381532646) create(929827537) exchange(416572346)"
        " open_form(327794052) save_form(917320462) scrap(980071923) back_up_office(640182406)"
        " set_clock(927699983) restore_office(628508162) accept_guest(543429480)"
        " enrol(820942777) everybody(418251261) everybody(958978624) restore_office(816675934)",
        "a new PC in the middle of its first load took an office that was put back, its clock too,"
        " for late answers, and never sent again what that had lost",
    ),
    Found(
        57902173736,
        "create(604213288) create(160946582) clone(407418600) edit_two(640265508)"
        " back_up_office(1054716881) restore_office(833198387) everybody(308355476)"
        " restore_office(793444576)",
        "an act was known to be refused by its seal, and its refusal had been lost by the office"
        " before anybody had read it",
    ),
    Found(
        2181006709,
        "create(650518204) accept_guest(666779667) next_step(54000971) enrol(469977773)"
        " back_up_office(734355501) accept_guest(85464168) accept_guest(486437114)"
        " accept_guest(1010745886) accept_guest(434776124) exchange(952465227)"
        " restore_office(471425138) everybody(346986718) everybody(861824155)"
        " everybody(808575577)",
        "behind a first load, records of a guest's case whose act was said again were not known to"
        " be on their way",
    ),
    Found(
        777020,
        "clone(265414717) clone(799740290) back_up_office(34176281) send(957993690)"
        " exchange(1037235374) deliver(45951705) restore_office(30466587) deliver(785313327)"
        " everybody(582079689) deliver(936692374) restore_office(49869703)"
        " everybody(424966517) exchange(125058447)",
        "two histories of an office had left out each of two acts for the sake of the other, and"
        " after a third neither stood",
    ),
    Found(
        777446,
        "create(426753088) create(617770544) create(502741591) accept_guest(926382986)"
        " everybody(627575579) everybody(565421549) move(442624301) enrol(237562487)"
        " move(254186570) next_step(615138378) exchange(918840191) exchange(782538246)"
        " create(290067365) edit(492119774) edit(805761386) exchange(636712178) move(720356847)"
        " damage(557793572) accept_case(264855019) fill_disk(19551994) everybody(910014203)",
        "records that were to be mended when the disk was full were not mended any more",
    ),
    Found(
        3102010338,
        "clone(273544995) damage(137512027) clone(852655032) back_up_office(699176759)"
        " everybody(419627640) edit_two(336779140) fill_disk(668183262) everybody(246893100)"
        " everybody(206410262) restore_office(908698893)",
        "an act whose receipt was lost, and that a neighbour handed back, was said again as"
        " repeated, and its author never read the first",
    ),
    Found(
        13850041590,
        "everybody(726653212) back_up_office(262450618) accept_guest(1008649274)"
        " everybody(574181517) restore_office(125760763) exchange(403727796) enrol(876265590)"
        " damage(275980651)",
        "the one repair of a program's life was spent on an office that was still without what it"
        " was to get back",
    ),
    Found(
        91001383,
        "create(182510315) back_up_office(94088282) clone(197056194) edit(1058369985)"
        " create(951679810) restore_office(253044209) clone(810588249)",
        "of the acts that copies of one PC had written under one name, the office remembered only"
        " the last: what was said again for another of them stood twice",
    ),
    Found(
        10027,
        "clone(1044201432) create(21906144) hire(155129867) everybody(536931132)"
        " exchange(1049088645) accept_case(561299523)",
        "who was hired on a copied PC was known there no more when it took a new name",
    ),
    Found(
        94003430,
        "accept_guest(306892505) enrol(875736891) accept_guest(1020840059)"
        " light_fuse(740480604) everybody(756996577)",
        "a machine that stopped between reading the last of the past behind its first load and"
        " working it out waited for it on, while nobody had anything new",
    ),
)
