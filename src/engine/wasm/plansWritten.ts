import { KICKED, PLAN, SESSION, SHARED, type Word } from "./plans.ts";

type Plan = Readonly<Record<string, Word>>;

const SOURCE = "Written by `npm run kernel` from src/engine/wasm/plans.ts, which says it all.";

/** What kernels read as AssemblyScript: the text of `assembly/plans.ts`. */
export function assemblyPlans(): string {
  const shared = Object.entries(SHARED).map(
    ([name, { value, type, says }]) =>
      `/** ${says} */\n@inline export const ${name}: ${type} = ${value};\n`,
  );
  return [
    `/* ${SOURCE} */\n`,
    ...shared,
    assemblyClass("Plan", "A block of trials.", PLAN),
    assemblyClass("Kicked", "Whole runs of one network with kicks of its state.", KICKED),
    assemblyClass("Session", "One network on one trial, a step at a time.", SESSION),
  ].join("\n");
}

function assemblyClass(name: string, says: string, plan: Plan): string {
  const words = Object.entries(plan).map(
    ([field, word]) =>
      `  /** ${word.says} */\n  ${field}: ${word.is === "number" ? "i32" : "usize"};\n`,
  );
  return `/** ${says} */\n@unmanaged\nexport class ${name} {\n${words.join("")}}\n`;
}

/** What the native kernel reads as C++: the text of `../native/plans.h`. It has no sessions. */
export function nativePlans(): string {
  const shared = Object.entries(SHARED).map(
    ([name, { value, says }]) => `/** ${says} */\nconstexpr int ${name} = ${value};\n`,
  );
  return [
    `/* ${SOURCE} */\n#pragma once\n\n#include <cstdint>\n`,
    ...shared,
    nativeStruct("Plan", "A block of trials.", PLAN),
    nativeStruct("Kicked", "Whole runs of one network with kicks of its state.", KICKED),
  ].join("\n");
}

function nativeStruct(name: string, says: string, plan: Plan): string {
  const words = Object.entries(plan).map(
    ([field, word]) =>
      `  /** ${word.says} */\n  ${word.is === "number" ? "int32_t" : "uint32_t"} ${field};\n`,
  );
  return `/** ${says} */\nstruct ${name} {\n${words.join("")}};\n`;
}
