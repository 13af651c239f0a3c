import { it } from "vitest";
import { decodePopulation } from "../src/study/populationFile.ts";
import { decodeRoots } from "../src/study/rootsFile.ts";
import { rootsFuzzing } from "./claims/fuzzRoots.laws.ts";
import { checkLaw } from "./law.ts";
import { realPopulations, realRoots } from "./realFiles.ts";
import { populationFuzzing } from "./study/fuzzPopulation.laws.ts";

it("shipped populations, changed, are refused, or all of them is read and agrees", () =>
  checkLaw({ ...populationFuzzing(realPopulations), runs: 150 }, decodePopulation));

it("shipped fixed points, changed, are refused, or each of them is read and is sound", () =>
  checkLaw({ ...rootsFuzzing(realRoots), runs: 150 }, decodeRoots));
