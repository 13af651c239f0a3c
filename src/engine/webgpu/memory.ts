import { type GpuBuffer, type GpuDevice, MAP_READ, USAGE } from "./api.ts";

/** Buffers of a device by name: each is made anew only where a larger one is asked for. */
export type Memory = {
  /** A buffer of at least that many bytes that kernels write, and that can be read back. */
  readonly room: (name: string, bytes: number) => GpuBuffer;
  /** A buffer with these numbers, for kernels to read. */
  readonly filled: (name: string, data: ArrayBufferView, usage?: number) => GpuBuffer;
  /** Copies the first bytes of a buffer to here. */
  readonly read: (name: string, source: GpuBuffer, bytes: number) => Promise<Float32Array>;
  readonly freeAll: () => void;
};

/** Sizes are multiples of this. */
const GRAIN = 256;

/** An empty memory on a device. */
export function openMemory(device: GpuDevice): Memory {
  const buffers = new Map<string, GpuBuffer>();
  const buffer = (name: string, bytes: number, usage: number): GpuBuffer => {
    const known = buffers.get(name);
    if (known !== undefined && known.size >= bytes) return known;
    known?.destroy();
    const size = Math.max(GRAIN, Math.ceil(bytes / GRAIN) * GRAIN);
    const made = device.createBuffer({ size, usage });
    buffers.set(name, made);
    return made;
  };
  const room: Memory["room"] = (name, bytes) =>
    buffer(name, bytes, USAGE.storage | USAGE.copyFrom | USAGE.copyTo);
  return {
    room,
    filled(name, data, usage = USAGE.storage) {
      const made = buffer(name, data.byteLength, usage | USAGE.copyTo);
      device.queue.writeBuffer(made, 0, data);
      return made;
    },
    async read(name, source, bytes) {
      const to = buffer(name, bytes, USAGE.mapRead | USAGE.copyTo);
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(source, 0, to, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await to.mapAsync(MAP_READ);
      const copy = new Float32Array(to.getMappedRange().slice(0, bytes));
      to.unmap();
      return copy;
    },
    freeAll() {
      for (const each of buffers.values()) each.destroy();
      buffers.clear();
    },
  };
}
