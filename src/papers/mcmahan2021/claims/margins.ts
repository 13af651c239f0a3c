/**
 * Margins of excess silhouettes that mean something, simulated from the pilot by
 * `npm run -s margins` (500 makings each; their Monte-Carlo error is at most .0025).
 */

/**
 * What groups give by their counts whose shares of networks with several stable points differ by
 * .25: of 32 on RDM and CDI, of 16 with more contexts (.021 to .026 from N = 3 to 6). By the
 * neighbours alone such groups give no more than .006, which nothing tells from 0: they are judged
 * by the same margin.
 */
export const SHARES_APART = { rdm: 0.049, cdi: 0.036, contexts: 0.021 } as const;

/**
 * What BPTT on RDM gives with itself where a quarter of one group is exchanged for networks with
 * tanh: of 32, and of 16. The pilot has no tanh elsewhere, so that RDM's stands for every task.
 */
export const QUARTER_TANH = {
  of32: { svcca: 0.02, svccaAt2: 0.043 },
  of16: { svcca: 0.017, svccaAt2: 0.036 },
} as const;
