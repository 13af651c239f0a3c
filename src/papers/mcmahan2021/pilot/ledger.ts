import type { Expected } from "../../../claims/ledger.ts";

/** What the claims are expected to come to on the shipped populations. */
export const ledger: Readonly<Record<string, Expected>> = {
  C01: {
    verdict: "contradicted",
    effect: 0,
    n: 16,
    registration: "8fc20b904efe7568",
    reason:
      "None of 16 of H on CDI met it. All else at hand passes; G on CDI at 1.0 is not trained.",
  },
  C02: {
    verdict: "inconclusive",
    effect: 0.05342891502561851,
    n: 32,
    registration: "c06102b8de9f10a8",
    reason:
      "On RDM H differs from B and G, who are alike; F lies between. G and H lack CDI at 1.0.",
  },
  C03: {
    verdict: "inconclusive",
    effect: 0.10915579952623378,
    n: 32,
    registration: "3aa34aad75a8ea41",
    reason:
      "B and G, and H and F, are alike on RDM, other pairs are open; CDI at 1.0 lacks G and H.",
  },
  C04: {
    verdict: "supported",
    effect: 0.8125,
    n: 16,
    registration: "44435ca36e4cb9e9",
    reason: "All four rules are supported in both parts; the weakest is G, 13 of 16 at zero input.",
  },
  C05: {
    verdict: "inconclusive",
    effect: 0.6875,
    n: 16,
    registration: "61c06c6a5a9baab6",
    reason: "B is supported, F is between; G lacks CDI at 1.0, no H on CDI met the criterion.",
  },
  C06: {
    verdict: "inconclusive",
    effect: null,
    n: 0,
    registration: "0091fb30bd67c720",
    reason: "G beyond RDM is not trained at noise 1.0.",
  },
  C07: {
    verdict: "inconclusive",
    effect: null,
    n: 16,
    registration: "5a834989344b0a62",
    reason: "G beyond RDM is not trained at noise 1.0.",
  },
  C08: {
    verdict: "contradicted",
    effect: 1,
    n: 16,
    registration: "6a37a944cffcd031",
    reason: "F met the criterion at N = 3 in 16 of 16, by first passage; none on fresh trials.",
  },
  C09: {
    verdict: "inconclusive",
    effect: null,
    n: 0,
    registration: "f427faf34a866ebc",
    reason:
      "Every rule and task at hand is supported; on CDI G and H are not trained at all noises.",
  },
  C10: {
    verdict: "contradicted",
    effect: -0.04730462549009673,
    n: 64,
    registration: "e136db5fde141ba1",
    reason: "On RDM the four rules' topologies have no excess silhouette at 0.1, nor a slope.",
  },
  C11: {
    verdict: "inconclusive",
    effect: 1,
    n: 88,
    registration: "3f81335b73480e84",
    reason: "Supported on RDM and on what is at hand of CDI, where G and cells of H are lacking.",
  },
  C12: {
    verdict: "inconclusive",
    effect: 0.8334773727215588,
    n: 83,
    registration: "0b64507650d03fd5",
    reason: "Supported on RDM and on what is at hand of CDI, where G and cells of H are lacking.",
  },
  C13: {
    verdict: "inconclusive",
    effect: -0.023761322702738702,
    n: 24,
    registration: "c22aac6f561039d0",
    reason:
      "The slope is supported on the cells at hand; N = 4 is open, as its control is not told " +
      "apart; cells of N = 5 and 6 are lacking.",
  },
  C14: {
    verdict: "contradicted",
    effect: 0.33019248978656834,
    n: 24,
    registration: "d9cec78665f96484",
    reason:
      "At N = 4 topologies after noise 0.1 are apart from others; on RDM they differ, as claimed.",
  },
  C18: {
    verdict: "supported",
    effect: 0.8777654896802584,
    n: 32,
    registration: "d3594bc314577475",
    reason: "Two stable points at zero input in Mante's setting, one in Miconi's.",
  },
};
