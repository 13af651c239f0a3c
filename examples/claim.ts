import { cellOf, defineClaim, one } from "attest-rnn";

const where = [one(cellOf("bptt", "rdm"))];

export default defineClaim({
  id: "M01",
  says: "After training by BPTT on RDM, most networks have several attractors at zero input.",
  tests: [{ name: "bptt", on: where, measure: "zeroInput.several", by: "shareAtLeast" }],
});
