import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileKernel } from "./compile.ts";
import { assemblyPlans, nativePlans } from "./plansWritten.ts";

/* Writes what kernels read, and kernel.wasm: `npm run kernel`. */
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

writeFileSync(here("./assembly/plans.ts"), assemblyPlans());
writeFileSync(here("../native/plans.h"), nativePlans());
writeFileSync(here("./kernel.wasm"), await compileKernel());
