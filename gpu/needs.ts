/** What is installed: TensorFlow for a GPU with CUDA, or for the CPU alone. */
export type Kind = "gpu" | "cpu";

/** What a machine has of what `gpu:install` needs. */
export type Machine = {
  readonly platform: string;
  readonly arch: string;
  /** The version of the C library; undefined where it is not glibc. */
  readonly glibc: string | undefined;
  /** What starts Python, and whether it starts. */
  readonly python: { readonly command: string; readonly runs: boolean };
  /** pip's version; undefined where Python has none. */
  readonly pip: string | undefined;
  /** What starts the C++ compiler, and whether it starts. */
  readonly compiler: { readonly command: string; readonly runs: boolean };
  /** Free space where `gpu/` lies, in bytes. */
  readonly freeBytes: number;
  /** What nvidia-smi says of the first card; undefined where it finds none or is not there. */
  readonly card: { readonly name: string; readonly driver: string } | undefined;
  /** Whether the kernel has an NVIDIA driver, also where its libraries cannot be seen. */
  readonly hasKernelDriver: boolean;
};

/** What each kind takes, measured with the pinned versions, in bytes. */
export const SIZES: Readonly<Record<Kind, { readonly download: number; readonly disk: number }>> = {
  cpu: { download: 274e6, disk: 1.3e9 },
  gpu: { download: 3.3e9, disk: 6.3e9 },
};

const GLIBC = "2.27";
const PIP = "20.3";
/** What CUDA 12 runs on at all; 555 is CUDA 12.5's, whose code newer cards compile at the start. */
const DRIVER = "525.60.13";
const DRIVER_FOR_NEW_CARDS = "555";

/** A number of bytes as people write it. */
export const inUnits = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;

/** Whether a version such as 2.36 or 550.54.15 is at least another. */
export function isAtLeast(version: string, least: string): boolean {
  const [mine, theirs] = [version, least].map((text) => text.split(".").map(Number));
  const at = theirs.findIndex((part, k) => (mine[k] ?? 0) !== part);
  return at < 0 || (mine[at] ?? 0) > theirs[at];
}

function missingTools({ glibc, python, pip, compiler }: Machine): readonly string[] {
  const words: string[] = [];
  if (glibc === undefined)
    words.push(`the C library is not glibc (Alpine has musl): TensorFlow needs glibc ${GLIBC}`);
  else if (!isAtLeast(glibc, GLIBC))
    words.push(`glibc is ${glibc}: TensorFlow needs ${GLIBC} or later`);
  if (!python.runs)
    words.push(
      `no Python: ${python.command} does not start. Only its pip is used, to download; PYTHON ` +
        "names another (on Debian: apt-get install python3-pip)",
    );
  else if (pip === undefined)
    words.push(`no pip: ${python.command} -m pip does not start (on Debian: python3-pip)`);
  else if (!isAtLeast(pip, PIP))
    words.push(`pip is ${pip}: ${PIP} or later knows wheels for glibc ${GLIBC}`);
  if (!compiler.runs)
    words.push(
      `no C++ compiler: ${compiler.command} does not start; CXX names another (on Debian: ` +
        "apt-get install g++)",
    );
  return words;
}

function missingDriver({ card, hasKernelDriver }: Machine): readonly string[] {
  if (card === undefined)
    return [
      hasKernelDriver
        ? "the kernel has an NVIDIA driver, but nvidia-smi does not answer: a container is started " +
          "with --gpus all and the capabilities compute and utility"
        : "no NVIDIA driver: nvidia-smi does not answer. Without a card take " +
          "npm run gpu:install -- --cpu, or the engines native and wasm, which need no download",
    ];
  return isAtLeast(card.driver, DRIVER)
    ? []
    : [`the driver of ${card.name} is ${card.driver}: CUDA 12 needs ${DRIVER} or later`];
}

/**
 * What a machine lacks, a sentence each; empty where all is there.
 * @param still the bytes that are still to be written to disk, at the most at once
 */
export function missing(kind: Kind, machine: Machine, still: number): readonly string[] {
  const { platform, arch, freeBytes } = machine;
  if (platform !== "linux" || arch !== "x64")
    return [`this is ${platform} on ${arch}: TensorFlow's libraries are built for Linux on x64`];
  const words = [...missingTools(machine), ...(kind === "gpu" ? missingDriver(machine) : [])];
  if (freeBytes < still)
    words.push(
      `${inUnits(freeBytes)} are free where gpu/ lies: ${inUnits(still)} are needed, of which the ` +
        "downloads are deleted at the end",
    );
  return words;
}

/** What is worth a word although nothing is missing. */
export function warnings(kind: Kind, { card }: Machine): readonly string[] {
  if (kind === "cpu" || card === undefined || isAtLeast(card.driver, DRIVER_FOR_NEW_CARDS))
    return [];
  return [
    `the driver of ${card.name} is ${card.driver}: cards newer than compute capability 8.9 (H100) ` +
      `may need ${DRIVER_FOR_NEW_CARDS} or later`,
  ];
}
