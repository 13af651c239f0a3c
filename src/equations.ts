/** Where an equation or figure of the paper is in this repository. */
export type PaperPlace = {
  /** As the paper names it: `Eq. 1`, `Fig. 4a,d`. */
  readonly id: string;
  /** What it says, in a few words. */
  readonly says: string;
  /** From the root of the repository. */
  readonly file: string;
  /** What `file` exports; its docstring names the equation or figure as its source. */
  readonly symbol: string;
};

const at = (id: string, says: string, place: string): PaperPlace => {
  const [file, symbol] = place.split(" ");
  return { id, says, file: `src/${file}`, symbol };
};

/**
 * Every equation of the paper, and every figure that is implemented so far, with the symbol that
 * implements it; an equation can have several. `specs/equations.spec.ts` keeps the table true.
 */
export const equations: readonly PaperPlace[] = [
  at("Eq. 1", "one Euler step of the network", "model/step.ts step"),
  at("Eq. 1", "a step at a time, in float32", "engine/openSession.ts openSession"),
  at("Eq. 1", "the same with a bias, as a cell", "model/cells/equationOne.ts equationOneCell"),
  at("Eq. 1", "other cells in its form", "model/cells/paperForm.ts paperForm"),
  at("Eq. 1", "the Jacobian of a step", "model/jacobian.ts jacobian"),
  at("Eq. 1", "whether perturbations fade", "attractors/stability.ts stabilityOf"),
  at("Eq. 1", "many states at once, in float64", "engine/descent/flow.ts followAll"),
  at("Eq. 1", "how far a step moves a state", "attractors/solve.ts residualOf"),
  at("Eq. 2", "the output, a linear readout", "model/step.ts readOutput"),
  at("Eq. 3", "the eligibility of a weight", "numerics/eligibility.ts addEligibility"),
  at("Eq. 3", "the same summed over a trial with kicks", "engine/kicked.ts kickedBySteps"),
  at("Eq. 3", "that of one trial", "rules/perturbedTrial.ts perturbedTrial"),
  at("Eq. 3", "that of many runs of one network", "rules/perturbedTrial.ts perturbedTrials"),
  at("Eq. 3–4", "the Hebbian update of a trial", "rules/hebbian.ts hebbianByTrial"),
  at("Eq. 3–4", "the same by repeats of a trial", "rules/hebbianRepeats.ts hebbianRepeats"),
  at("Eq. 5", "the equation of a fixed point", "attractors/field.ts fieldOf"),
  at("Eq. 5", "all fixed points of a network", "attractors/findFixedPoints.ts findFixedPoints"),
  at("Fig. 1a", "SVCCA distances", "distances/svcca.ts svccaDistances"),
  at("Fig. 1a", "their matrix, drawn", "report/figures/distanceMatrix.ts distanceMatrixFigure"),
  at("Fig. 1b", "their map by MDS", "report/figures/map.ts mapFigure"),
  at(
    "Fig. 1a,b",
    "which rules are alike, which apart",
    "papers/mcmahan2021/pilot/c02-representations.ts c02",
  ),
  at(
    "Fig. 1a,b",
    "which rules are alike, in the study",
    "papers/mcmahan2021/claims/c02-representations.ts c02",
  ),
  at(
    "Fig. 1b",
    "whose representations are dispersed",
    "papers/mcmahan2021/claims/c19-dispersion.ts c19",
  ),
  at("Fig. 1c", "the inputs that are probed", "claims/shippedProbes.ts SHOWN_INPUTS"),
  at("Fig. 1c,d", "one attractor or several on RDM", "papers/mcmahan2021/pilot/c04-single.ts c04"),
  at("Fig. 1d", "attractors in two components", "report/figures/attractors.ts attractorsFigure"),
  at(
    "Fig. 1d",
    "a set of attractors for each context",
    "papers/mcmahan2021/pilot/c05-contexts.ts c05",
  ),
  at("Fig. 1e", "the features of a topology", "distances/topology.ts topologyFeatures"),
  at("Fig. 1e", "topologies by rule", "papers/mcmahan2021/pilot/c03-topology.ts c03"),
  at(
    "Fig. 1e",
    "topologies by rule, in the study",
    "papers/mcmahan2021/claims/c03-topology.ts c03",
  ),
  at(
    "Fig. 2a–c",
    "the harder, the further apart",
    "papers/mcmahan2021/pilot/c06-complexity.ts c06",
  ),
  at(
    "Fig. 2a–c",
    "the harder, the further apart, in the study",
    "papers/mcmahan2021/claims/c06-complexity.ts c06",
  ),
  at(
    "Fig. 2d,e",
    "… but not their topologies",
    "papers/mcmahan2021/pilot/c07-complexityTopology.ts c07",
  ),
  at(
    "Fig. 2d,e",
    "alike at each N, in the study",
    "papers/mcmahan2021/claims/c07-complexityTopology.ts c07",
  ),
  at(
    "Fig. 3a,d",
    "more noise, more attractors at small inputs",
    "papers/mcmahan2021/pilot/c09-noise.ts c09",
  ),
  at(
    "Fig. 3b,c,e,f",
    "topologies by rule and noise",
    "papers/mcmahan2021/pilot/c10-noiseTopology.ts c10",
  ),
  at(
    "Fig. 3b,c,e,f",
    "by rule, less with noise, in the study",
    "papers/mcmahan2021/claims/c10-noiseTopology.ts c10",
  ),
  at("Fig. 4", "the slow mode of a fixed point", "attractors/slowPoints.ts slowMode"),
  at(
    "Fig. 4",
    "one attractor forgets, several hold",
    "papers/mcmahan2021/pilot/c11-holding.ts c11",
  ),
  at("Fig. 4a,d", "the response to a pulse", "attractors/pulse.ts pulseResponse"),
  at("Fig. 4a,d", "the responses to several", "attractors/pulse.ts pulseResponses"),
  at("Fig. 4b,e", "a line of slow points in both ways", "papers/mcmahan2021/pilot/c12-line.ts c12"),
  at("Fig. 4b,e", "the line of slow points", "attractors/slowPoints.ts slowPoints"),
  at(
    "Fig. 5a,b",
    "representations by noise",
    "papers/mcmahan2021/pilot/c13-noiseRepresentations.ts c13",
  ),
  at(
    "Fig. 5a,b",
    "representations by noise, in the study",
    "papers/mcmahan2021/claims/c13-noiseRepresentations.ts c13",
  ),
  at("Fig. 5c,d", "topologies by noise", "papers/mcmahan2021/pilot/c14-noiseTopologies.ts c14"),
  at(
    "Fig. 1c,d, 3d",
    "one attractor or several, on the study",
    "papers/mcmahan2021/claims/c04-single.ts c04",
  ),
  at(
    "Fig. 1d",
    "own attractors of each context, on the study",
    "papers/mcmahan2021/claims/c05-contexts.ts c05",
  ),
  at(
    "Fig. 3a,d",
    "more noise, more attractors, on the study",
    "papers/mcmahan2021/claims/c09-noise.ts c09",
  ),
  at(
    "Fig. 3a,d",
    "low noise, one attractor, on the study",
    "papers/mcmahan2021/claims/c21-lowNoise.ts c21",
  ),
  at(
    "Fig. 4",
    "slow decay, and holding, on the study",
    "papers/mcmahan2021/claims/c11-holding.ts c11",
  ),
  at(
    "Fig. 4b,e",
    "lines of slow points, on the study",
    "papers/mcmahan2021/claims/c12-line.ts c12",
  ),
  at(
    "Fig. 5c,d",
    "topologies by noise, in the study",
    "papers/mcmahan2021/claims/c14-noiseTopologies.ts c14",
  ),
];
