import type { Registered } from "../../../claims/claim.ts";

/**
 * The forms that the claims were registered with for the pilot, with their reasons. They are kept
 * to the letter: a finding's registration is the hash of its claim's form, and its p-values are
 * drawn from a stream that the hash names.
 */
export const pilotForms: Readonly<Record<string, Registered>> = {
  C01: {
    measure:
      "share of a cell's first 16 seeds that met the criterion within the rule's budget; noise " +
      "1.0",
    level: 0.05,
    margin: 0.6,
    networks: 16,
    fewest: 12,
    family: "§3.1",
    reasons: [
      "0.60: a lab that trains a rule expects most of its networks to pass; 14 of 16 are " +
        "needed.",
      "Fewer than 12 networks cannot tell 0.60 from 0.80.",
      "The budget is the rule's own, restarts included; it is part of each network's settings.",
      "The first 16 seeds alone: more are trained only where some failed, which biases a share.",
    ],
  },
  C02: {
    measure: "excess silhouette of SVCCA distances of each pair of rules",
    level: 0.05,
    margin: 0.1,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "0.10: at n = 16 alike groups have an upper bound below it in most simulations.",
      "Each pair by itself: an average over rules would hide one odd rule.",
      "Trained against untrained networks of BPTT is the positive control, at the same n.",
      "A new rule must be indistinguishable from each of B, G and F.",
      "Matched cells of BPTT stand beside H: it differs in activation and readout too.",
    ],
    amendments: [
      "The spread of H against each rule stands beside and is not counted. It had decided " +
        "the claim (contradicted) without a margin of its own, and its sign turns with the " +
        "draw of the probes' x_0.",
      "All networks are probed from x_0 ~ N(0, 0.3). Those of full-FORCE had been probed " +
        "from the wider x_0 of their training.",
    ],
  },
  C03: {
    measure: "excess silhouette of the topology vectors near zero input, of each pair of rules",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "0.20: topology mixes two kinds of network, so at n = 16 bounds are wider than of SVCCA.",
      "Networks with one stable point at zero input against those with several are the " +
        "control; they come from all noise levels of the task.",
      "21 inputs within ±0.03 (RDM) or ±0.02 in each context (CDI), as in the release.",
      "Counts are divided by 1, input distances by 5, shares by 0.5: what changes when a " +
        "network turns bistable weighs about the same in each block.",
    ],
    amendments: [
      "The control's networks come from all noise levels of the task. They had come from " +
        "those compared, where noise 1.0 leaves hardly any with one stable point: the claim " +
        "could not have been supported. Changed while it was inconclusive.",
    ],
  },
  C04: {
    measure:
      "share of networks with exactly one stable point at each of ±0.5, ±0.2; share with two " +
      "or more at 0; RDM, noise 1.0",
    level: 0.05,
    margin: 0.5,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "0.5: the paper shows an example of each rule; the sentence must be true of most " +
        "networks.",
      "Five inputs are the paper's own (§3.1).",
      "Stable by the eigenvalues of the discrete-time Jacobian; saddles are not attractors.",
      "Untrained networks stand beside: what they show as well is not made by training.",
    ],
  },
  C05: {
    measure:
      "share of networks whose contexts' sets are further apart than with their initial " +
      "weights: distance of the sets' centres, in units of x, in the plane of the two sets' " +
      "first principal axes; a set is the stable points at ±0.5, ±0.2 of the relevant input, " +
      "all other noisy inputs 0; CDI, noise 1.0",
    level: 0.05,
    margin: 0.6,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "Against the same network's initial weights: the context input alone moves the sets " +
        "apart.",
      "The first principal axis of a set is the direction in which its input drives it; the " +
        "plane of both leaves out most of what the context input does without training.",
      "In units of x: what is claimed is a set for each context, not how long the sets are.",
      "The distance over the sets' own extent (Mahalanobis) stands beside, with the extent: " +
        "on three pilots of BPTT it fell while the distance rose, so a reader needs both.",
      "0.6: three networks in five; the sign test asks for 12 of 16.",
      "Four inputs are the paper's own non-zero ones (§3.1).",
    ],
  },
  C06: {
    measure: "slope over N of the excess silhouette of SVCCA distances between the two rules",
    level: 0.05,
    margin: 0.025,
    networks: 16,
    fewest: 12,
    family: "Fig. 2",
    reasons: [
      "0.025 a context: 0.1 from N = 2 to N = 6, the smallest difference of interest in C02.",
      "The silhouette is the paper's own measure; it does not grow with the scale of distances.",
      "Page's trend test on silhouettes is not used: they share networks.",
    ],
  },
  C07: {
    measure: "excess silhouette of topology vectors at each N, and its slope over N",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 2",
    reasons: [
      "0.20, as in C03; the slope must lie within a quarter of it for each context.",
      "Networks with one stable point at zero input against those with several are the " +
        "control; they come from all noise levels of the task.",
    ],
    amendments: [
      "The control's networks come from all noise levels of the task. They had come from " +
        "those compared, where noise 1.0 leaves hardly any with one stable point: the claim " +
        "could not have been supported. Changed while it was inconclusive.",
    ],
  },
  C08: {
    measure:
      "share of a cell's first 16 seeds that met the criterion within the rule's budget; " +
      "3-CDI, noise 1.0",
    level: 0.05,
    margin: 0.25,
    networks: 16,
    fewest: 12,
    family: "§3.2",
    reasons: [
      "0.25: a rule that passes once in four tries would have been reported as one that passes.",
      "0 of 16 has the upper bound 0.17, 1 of 16 has 0.26: only 0 of 16, or 1 of 18, supports.",
      "N = 3 is the easiest of N > 2: who fails there fails beyond.",
      "The budget is the rule's own, restarts included; it is part of each network's settings.",
      "Validation trials are redrawn and the first passage counts, so a network just below " +
        "90 % passes by luck in the end: the share above 90 % on 20,000 fresh trials stands " +
        "beside.",
    ],
  },
  C09: {
    measure:
      "2J/Jmax − 1 of the number of stable points at zero input (mean over contexts) over the " +
      "noise levels 0.1, 0.5, 1.0; RDM and CDI",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 3",
    reasons: [
      "0.2: one pair in five more rises than falls; less would not show in a figure.",
      "Zero input: the state of the network without evidence, as the paper argues.",
      "Stable by the eigenvalues of the discrete-time Jacobian; saddles are not attractors.",
      "Each rule and task is a part: the paper says it of all of them.",
      "The trend is one of early stopping too. BPTT at noise 0.1 with as many updates as the " +
        "same seeds took at 1.0 stands beside and does not count: the paper's networks stopped " +
        "at the criterion, and its sentence is about those.",
    ],
    amendments: [
      "All networks of matched updates stand beside, also those that missed their one " +
        "validation: those that passed had been trained longest. They do not count.",
    ],
  },
  C10: {
    measure: "excess silhouette of topology vectors by rule at noise 0.1, and its slope over noise",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 3",
    reasons: [
      "0.20, as in C03; for the slope, 0.20 from noise 0.1 to noise 1.0.",
      "All four rules together, as in the paper's figure; a new rule with each of the four.",
      "At 0.1 a difference must be found, and the slope must fall: both are parts.",
    ],
    amendments: [
      "Each pair of rules at noise 0.1 stands beside, uncounted. A silhouette asks for the " +
        "nearest other group: where each rule has a twin, it is near 0 for all of them " +
        "together.",
    ],
  },
  C11: {
    measure:
      "2P − 1, P the chance that a network with several stable points at zero input holds more " +
      "of its output than one with a single one at the same noise; held: mean over contexts of " +
      "the output at 7,500 steps after a pulse of ±0.1857 over 375 steps from x = 0, over the " +
      "output at the pulse's end, each half the difference between the two signs; RDM and CDI",
    level: 0.05,
    margin: 0.5,
    networks: 16,
    fewest: 12,
    family: "Fig. 4",
    reasons: [
      "0.5: three pairs of networks in four go the claimed way; two ways should differ clearly.",
      "Ten trial lengths: slow decay and holding look alike within one.",
      "Half the difference of both signs: an output that ends at the same place whatever was " +
        "shown holds nothing, even where that place is not 0.",
      "A pulse of half a trial and of the largest mean, as in the figure; the context stays on.",
      "Both kinds within a noise level, since noise goes with the number of attractors (C09).",
      "One in every context, or several in every one: others are of neither kind, and counted.",
      "At least 12 networks of each kind, whatever cells they come from.",
    ],
  },
  C12: {
    measure:
      "2P − 1, P the chance that a trained network of one way exceeds an untrained one of the " +
      "same rule: in the gap between the two largest |λ| at the zero-input fixed point with " +
      "the largest one, in how near that one is to 1, and in the share on one axis of the " +
      "variance of slow states (speed below 0.01 a step) among 100 states, each 1 to 200 steps " +
      "from a random one (uniform in ±1) at zero input; means over contexts; RDM and CDI, " +
      "noise 0.1, 0.5, 1.0",
    level: 0.05,
    margin: 0.5,
    networks: 16,
    fewest: 12,
    family: "Fig. 4",
    reasons: [
      "0.5: three pairs in four; a line that every network shows should be plain.",
      "Against untrained networks: the slowest of 50 random modes is slow as well, and the " +
        "states of any network are slow near its fixed point.",
      "The gap says that one mode alone is slow; the share says that slow states lie along it.",
      "The fixed point with the largest |λ|: with several attractors it is the saddle between.",
      "0.01: at 1, the paper's, and at 0.1 states on their way to the line count too; at " +
        "0.001 only its ends do. The others stand beside.",
      "From random states, so that no input direction is favoured: states that are driven " +
        "lie along W_in in any network.",
      "Within rules, as their initial weights differ; noise levels are pooled, since " +
        "untrained networks have none. At least 12 networks of each kind, whatever cells they " +
        "come from.",
      "A way is a part: one in every context, or several in every one; others are counted.",
    ],
    amendments: [
      "A rule that starts from W_rec = 0 (full-FORCE) is left out: its untrained networks " +
        "have no modes but that of 1 − α, so that any network beats them. Seen in review, " +
        "before the claim had a verdict.",
      "How near the largest |λ| is to 1 counts as well. A network that relaxes at once along " +
        "one axis has a gap and a line too, but no slow points. Seen in review, while the " +
        "claim was inconclusive.",
    ],
  },
  C13: {
    measure: "slope over N of the excess SVCCA silhouette by noise; each pair's excess from N = 4",
    level: 0.05,
    margin: 0.1,
    networks: 16,
    fewest: 12,
    family: "Fig. 5",
    reasons: [
      "0.10, as in C02; for the slope a fifth of it for each context, 0.10 from N = 1 to N = 6.",
      "RDM stands for N = 1.",
      "Untrained networks of the same task are drawn for the positive control, at the same n.",
    ],
  },
  C14: {
    measure: "excess silhouette of topology vectors by noise: on RDM, and each pair beyond N = 3",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 5",
    reasons: [
      "0.20, as in C03.",
      "Networks with one stable point at zero input against those with several are the control.",
      "N = 2 and N = 3 are measured and not judged: the paper calls them less strongly " +
        "clustered.",
    ],
  },
  C18: {
    measure: "stable points at zero input, and excess silhouette of topology vectors, by setting",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "§3.3",
    reasons: [
      "0.20: of the excess silhouette as in C03; of the counts, in the share of pairs of " +
        "networks that differ one way less the share that differ the other way.",
      "Either way: the paper claims that they differ, not which has more.",
      "Means of ±1 of one size: the paper says that Miconi set the mean to 1.",
    ],
  },
};
