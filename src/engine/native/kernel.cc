/*
 * The kernel of docs/arithmetic.md in C++, behind Node-API: the same functions on the same layout
 * of memory as ../wasm/assembly, with the 16 trials of a block as one vector.
 *
 * The build compiles this file once for each instruction set, with KERNEL naming it, and once with
 * BINDING for the functions that Node calls. Contraction to fused multiply-add must be off.
 */
#include <cstdint>
#include <cstring>

#include "plans.h"

/** The functions of one instruction set. */
struct Kernel {
  void (*drawStates)(char *base, Plan &plan, float deviation);
  void (*start)(char *base, Plan &plan);
  void (*forward)(char *base, Plan &plan, int from, int to);
  void (*read)(char *base, Plan &plan, int checkpoint);
  void (*backward)(char *base, Plan &plan, int steps);
  void (*kickedInputs)(char *base, Plan &plan, const Kicked &kicked, int width);
  void (*kickedRun)(char *base, const Plan &plan, const Kicked &kicked);
};

#ifdef KERNEL

namespace {

/** The bytes of a vector register, and so how many of a block's 16 lanes are one vector. */
#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

typedef float Lanes __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef int32_t Words __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef uint32_t Bits __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef float Four __attribute__((vector_size(16), may_alias));

constexpr int WIDTH = VECTOR_BYTES / 4;

inline Lanes &lanes(char *at) { return *reinterpret_cast<Lanes *>(at); }
inline float &scalar(char *at) { return *reinterpret_cast<float *>(at); }
inline int32_t word(char *at) { return *reinterpret_cast<int32_t *>(at); }
inline Lanes splat(float value) { return Lanes{} + value; }

inline char *rowOf(char *base, const Plan &plan, int t) {
  const int64_t stride = int64_t(plan.units + plan.channels) * LANE_BYTES;
  return base + plan.rows + (plan.keeps ? t : t & 1) * stride;
}

/* tanh32 and the slopes; a comparison that is false for NaN lets a NaN through. */

inline Lanes tanh32(Lanes x) {
  const Lanes most = splat(7.90531110763549805f);
  x = most < x ? most : x;
  x = x < -most ? -most : x;
  const Lanes z = x * x;
  Lanes p = splat(-2.76076847742355e-16f);
  p = p * z + 2.00018790482477e-13f;
  p = p * z + -8.60467152213735e-11f;
  p = p * z + 5.12229709037114e-8f;
  p = p * z + 1.48572235717979e-5f;
  p = p * z + 6.37261928875436e-4f;
  p = p * z + 4.89352455891786e-3f;
  p = p * x;
  Lanes q = splat(1.19825839466702e-6f);
  q = q * z + 1.18534705686654e-4f;
  q = q * z + 2.268434632439e-3f;
  q = q * z + 4.89352518554385e-3f;
  return p / q;
}

template <int activation> inline Lanes activate(Lanes x) {
  if (activation == RELU) return x < Lanes{} ? Lanes{} : x;
  const Lanes t = tanh32(x);
  return activation == SHIFTED_TANH ? 1.0f + t : t;
}

template <int activation> inline Lanes slope(Lanes h) {
  if (activation == SHIFTED_TANH) return h * (2.0f - h);
  if (activation == TANH) return 1.0f - h * h;
  return h > Lanes{} ? splat(1.0f) : Lanes{};
}

/* xoshiro128++ and Box–Muller, each lane its own stream. */

inline Bits rotateLeft(Bits x, int bits) { return (x << bits) | (x >> (32 - bits)); }

/** The next word of each lane; the words of a stream's state lie LANE_BYTES apart. */
inline Bits nextUint32(char *stream) {
  Bits &s0 = *reinterpret_cast<Bits *>(stream);
  Bits &s1 = *reinterpret_cast<Bits *>(stream + LANE_BYTES);
  Bits &s2 = *reinterpret_cast<Bits *>(stream + 2 * LANE_BYTES);
  Bits &s3 = *reinterpret_cast<Bits *>(stream + 3 * LANE_BYTES);
  const Bits result = rotateLeft(s0 + s3, 7) + s0;
  const Bits shifted = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= shifted;
  s3 = rotateLeft(s3, 11);
  return result;
}

inline Lanes asLanes(Bits bits) {
  Lanes x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

inline Bits asBits(Lanes x) {
  Bits bits;
  std::memcpy(&bits, &x, sizeof x);
  return bits;
}

inline Lanes minusTwoLog(Bits drawn) {
  const Words whole = (Words)((drawn >> 8) + 1u);
  const Bits shifted = asBits(__builtin_convertvector(whole, Lanes) * 5.9604644775390625e-8f) +
                       (0x3f800000u - 0x3f3504f3u);
  const Words exponent = (Words)(shifted >> 23) - 127;
  const Lanes f = asLanes((shifted & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
  Lanes sum = splat(-0.07638592272996902f);
  sum = sum * f + 0.129141703248024f;
  sum = sum * f + -0.13240842521190643f;
  sum = sum * f + 0.14180079102516174f;
  sum = sum * f + -0.16609126329421997f;
  sum = sum * f + 0.2000207155942917f;
  sum = sum * f + -0.25001585483551025f;
  sum = sum * f + 0.33333325386047363f;
  sum = sum * f + -0.49999988079071045f;
  sum = sum * f + 1.0f;
  const Lanes scaled = __builtin_convertvector(exponent, Lanes) * 0.6931471805599453f;
  return -2.0f * (scaled + f * sum);
}

inline Lanes squareRoot(Lanes x) {
  Lanes root = x;
  for (int lane = 0; lane < WIDTH; lane++) root[lane] = __builtin_sqrtf(x[lane]);
  return root;
}

inline void normalPair(char *stream, Lanes &first, Lanes &second) {
  const Lanes radius = squareRoot(minusTwoLog(nextUint32(stream)));
  const Bits drawn = nextUint32(stream);
  const Words whole = (Words)((drawn >> 6) & 0xffffffu) - 0x800000;
  const Lanes place = __builtin_convertvector(whole, Lanes) * 5.9604644775390625e-8f;
  const Lanes square = place * place;
  Lanes sine = splat(0.00015820653061382473f);
  sine = sine * square + -0.004681266378611326f;
  sine = sine * square + 0.07969257980585098f;
  sine = sine * square + -0.6459640860557556f;
  sine = sine * square + 1.5707963705062866f;
  sine = place * sine;
  Lanes cosine = splat(0.00090362987248227f);
  cosine = cosine * square + -0.02086007036268711f;
  cosine = cosine * square + 0.25366920232772827f;
  cosine = cosine * square + -1.2337005138397217f;
  cosine = cosine * square + 1.0f;
  // The word's top two bits are the quadrant: the lower one swaps sine and cosine.
  const Bits swap = (Bits)((Words)(drawn << 1) >> 31);
  const Bits sign = Bits{} + 0x80000000u;
  const Bits s = asBits(sine);
  const Bits c = asBits(cosine);
  first = radius * asLanes(((s & swap) | (c & ~swap)) ^ ((drawn ^ (drawn << 1)) & sign));
  second = radius * asLanes(((c & swap) | (s & ~swap)) ^ (drawn & sign));
}

/** The next normal deviates of the streams in the first `width` bytes of lanes. */
void drawNormals(char *base, Plan &plan, char *to, int width) {
  char *spare = base + plan.stream + 4 * LANE_BYTES;
  if (plan.spare) {
    std::memcpy(to, spare, LANE_BYTES);
    plan.spare = 0;
    return;
  }
  for (int part = 0; part < width; part += VECTOR_BYTES)
    normalPair(base + plan.stream + part, lanes(to + part), lanes(spare + part));
  plan.spare = 1;
}

void drawStates(char *base, Plan &plan, float deviation) {
  for (int i = 0; i < plan.units; i++) {
    char *at = base + plan.state + int64_t(i) * LANE_BYTES;
    drawNormals(base, plan, at, LANE_BYTES);
    for (int part = 0; part < LANE_BYTES; part += VECTOR_BYTES)
      lanes(at + part) = deviation * lanes(at + part);
  }
}

void writeInputs(char *base, Plan &plan, int t, char *to, int width) {
  const int64_t bytes = int64_t(plan.channels) * LANE_BYTES;
  if (plan.given) {
    std::memcpy(to, base + plan.given + t * bytes, bytes);
    return;
  }
  for (int c = 0; c < plan.channels; c++, to += LANE_BYTES) {
    char *mean = base + plan.mean + int64_t(c) * LANE_BYTES;
    char *deviation = base + plan.deviation + 4 * int64_t(c);
    // A deviation that was rounded to nothing still draws: the host writes it as −0.
    if (word(deviation) == 0) {
      std::memcpy(to, mean, LANE_BYTES);
      continue;
    }
    drawNormals(base, plan, to, width);
    const float scale = scalar(deviation);
    for (int part = 0; part < width; part += VECTOR_BYTES)
      lanes(to + part) = lanes(mean + part) + scale * lanes(to + part);
  }
}

/**
 * sums = panels · source for `panelCount` panels of five rows and `vectors` vectors of lanes, columns
 * in order. The sums, the values and a weight must fit into the registers.
 */
template <int panelCount, int vectors>
inline void multiplyTile(char *panel, const char *source, int count, char *sums) {
  constexpr int ROWS = panelCount * TILE_ROWS;
  Lanes total[ROWS][vectors] = {};
  const int64_t next = int64_t(count) * TILE_ROWS * 4;
  for (int j = 0; j < count; j++) {
    Lanes value[vectors];
    for (int v = 0; v < vectors; v++)
      value[v] = *reinterpret_cast<const Lanes *>(source + int64_t(j) * LANE_BYTES +
                                                  v * VECTOR_BYTES);
    for (int row = 0; row < ROWS; row++) {
      const float weight =
          scalar(panel + row / TILE_ROWS * next + (j * TILE_ROWS + row % TILE_ROWS) * 4);
      for (int v = 0; v < vectors; v++) total[row][v] += weight * value[v];
    }
  }
  for (int row = 0; row < ROWS; row++)
    for (int v = 0; v < vectors; v++)
      lanes(sums + row * LANE_BYTES + v * VECTOR_BYTES) = total[row][v];
}

/** `panelCount` panels for all 16 lanes: a tile has two vectors where there are two or more. */
template <int panelCount>
inline void multiplyPanels(char *panels, const char *source, int count, char *sums) {
  constexpr int VECTORS = VECTOR_BYTES == LANE_BYTES ? 1 : 2;
  for (int part = 0; part < LANE_BYTES; part += VECTORS * VECTOR_BYTES)
    multiplyTile<panelCount, VECTORS>(panels, source + part, count, sums + part);
}

void multiply(char *panels, const char *source, int count, int rows, char *sums) {
  const int64_t panelBytes = int64_t(count) * TILE_ROWS * 4;
  const int panelCount = (rows + TILE_ROWS - 1) / TILE_ROWS;
  int p = 0;
  // AVX-512 has 32 registers: room for the sums of two panels.
  if (VECTOR_BYTES == 64)
    for (; p + 2 <= panelCount; p += 2) {
      multiplyPanels<2>(panels, source, count, sums);
      panels += 2 * panelBytes;
      sums += 2 * TILE_ROWS * LANE_BYTES;
    }
  for (; p < panelCount; p++) {
    multiplyPanels<1>(panels, source, count, sums);
    panels += panelBytes;
    sums += TILE_ROWS * LANE_BYTES;
  }
}

template <int activation> void updateStates(char *base, const Plan &plan, char *rates) {
  char *state = base + plan.state;
  char *sums = base + plan.sums;
  for (int i = 0; i < plan.units; i++) {
    const float decay = scalar(base + plan.decay + 4 * int64_t(i));
    for (int part = 0; part < LANE_BYTES; part += VECTOR_BYTES) {
      const int64_t at = int64_t(i) * LANE_BYTES + part;
      const Lanes x = lanes(sums + at) + decay * lanes(state + at);
      lanes(state + at) = x;
      lanes(rates + at) = activate<activation>(x);
    }
  }
}

template <int activation> void startWith(char *base, const Plan &plan) {
  char *rates = rowOf(base, plan, 0);
  for (int64_t at = 0; at < int64_t(plan.units) * LANE_BYTES; at += VECTOR_BYTES)
    lanes(rates + at) = activate<activation>(lanes(base + plan.state + at));
}

void start(char *base, Plan &plan) {
  if (plan.activation == SHIFTED_TANH) startWith<SHIFTED_TANH>(base, plan);
  else if (plan.activation == TANH) startWith<TANH>(base, plan);
  else startWith<RELU>(base, plan);
}

void forward(char *base, Plan &plan, int from, int to) {
  const int64_t unitBytes = int64_t(plan.units) * LANE_BYTES;
  for (int t = from; t < to; t++) {
    char *row = rowOf(base, plan, t);
    writeInputs(base, plan, t, row + unitBytes, LANE_BYTES);
    multiply(base + plan.forwardPanels, row, plan.units + plan.channels, plan.units,
             base + plan.sums);
    char *next = rowOf(base, plan, t + 1);
    if (plan.activation == SHIFTED_TANH) updateStates<SHIFTED_TANH>(base, plan, next);
    else if (plan.activation == TANH) updateStates<TANH>(base, plan, next);
    else updateStates<RELU>(base, plan, next);
  }
}

char *readFrom(char *base, const Plan &plan, int checkpoint) {
  if (plan.readout == READS_RATES)
    return rowOf(base, plan, word(base + plan.checkpoints + 4 * int64_t(checkpoint)) + 1);
  return base + plan.checkpointStates + int64_t(checkpoint) * plan.units * LANE_BYTES;
}

void read(char *base, Plan &plan, int checkpoint) {
  char *source = readFrom(base, plan, checkpoint);
  if (plan.readout != READS_RATES)
    std::memcpy(source, base + plan.state, int64_t(plan.units) * LANE_BYTES);
  char *to = base + plan.readings + int64_t(checkpoint) * plan.outputs * LANE_BYTES;
  if (plan.readout == READS_UNIT) {
    std::memcpy(to, source, LANE_BYTES);
    return;
  }
  for (int q = 0; q < plan.outputs; q++, to += LANE_BYTES) {
    char *weights = base + plan.outputWeights + 4 * int64_t(q) * plan.units;
    for (int part = 0; part < LANE_BYTES; part += VECTOR_BYTES) {
      Lanes sum = {};
      for (int i = 0; i < plan.units; i++)
        sum += scalar(weights + 4 * int64_t(i)) * lanes(source + int64_t(i) * LANE_BYTES + part);
      lanes(to + part) = sum;
    }
  }
}

/* The way back. */

/** 16 lanes, as vectors, folded to four: lane l takes l + 8, then l + 4. */
inline Four foldToFour(const Lanes *sums) {
#if VECTOR_BYTES == 64
  typedef float Eight __attribute__((vector_size(32), may_alias));
  const Eight eight = __builtin_shufflevector(sums[0], sums[0], 0, 1, 2, 3, 4, 5, 6, 7) +
                      __builtin_shufflevector(sums[0], sums[0], 8, 9, 10, 11, 12, 13, 14, 15);
  return __builtin_shufflevector(eight, eight, 0, 1, 2, 3) +
         __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
#elif VECTOR_BYTES == 32
  const Lanes eight = sums[0] + sums[1];
  return __builtin_shufflevector(eight, eight, 0, 1, 2, 3) +
         __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
#else
  return (sums[0] + sums[2]) + (sums[1] + sums[3]);
#endif
}

inline float foldToOne(const Lanes *sums) {
  const Four four = foldToFour(sums);
  const float even = four[0] + four[2];
  const float odd = four[1] + four[3];
  return even + odd;
}

constexpr int PARTS = LANE_BYTES / VECTOR_BYTES;

template <int activation>
void updateDeltas(char *base, const Plan &plan, char *rates, char *later, char *to) {
  char *sums = base + plan.sums;
  for (int i = 0; i < plan.units; i++) {
    const float decay = scalar(base + plan.decay + 4 * int64_t(i));
    for (int part = 0; part < LANE_BYTES; part += VECTOR_BYTES) {
      const int64_t at = int64_t(i) * LANE_BYTES + part;
      const Lanes through = slope<activation>(lanes(rates + at)) * lanes(sums + at);
      const Lanes kept = decay * lanes(later + at);
      lanes(to + at) = through + kept;
    }
  }
}

inline Lanes slopeOf(const Plan &plan, Lanes h) {
  if (plan.activation == SHIFTED_TANH) return slope<SHIFTED_TANH>(h);
  return plan.activation == TANH ? slope<TANH>(h) : slope<RELU>(h);
}

void addReadout(char *base, const Plan &plan, int checkpoint, char *delta) {
  char *errors = base + plan.outputErrors + int64_t(checkpoint) * plan.outputs * LANE_BYTES;
  if (plan.readout == READS_UNIT) {
    for (int part = 0; part < LANE_BYTES; part += VECTOR_BYTES)
      lanes(delta + part) = lanes(delta + part) + lanes(errors + part);
    return;
  }
  char *source = readFrom(base, plan, checkpoint);
  for (int q = 0; q < plan.outputs; q++)
    for (int i = 0; i < plan.units; i++) {
      char *to = base + plan.outputGradient + 4 * (int64_t(q) * plan.units + i);
      Lanes products[PARTS];
      for (int k = 0; k < PARTS; k++)
        products[k] = lanes(errors + int64_t(q) * LANE_BYTES + k * VECTOR_BYTES) *
                      lanes(source + int64_t(i) * LANE_BYTES + k * VECTOR_BYTES);
      scalar(to) += foldToOne(products);
    }
  for (int k = 0; k < plan.units * PARTS; k++) {
    const int i = k / PARTS;
    const int part = k % PARTS * VECTOR_BYTES;
    const int64_t at = int64_t(i) * LANE_BYTES + part;
    Lanes sum = {};
    for (int q = 0; q < plan.outputs; q++)
      sum += scalar(base + plan.outputWeights + 4 * (int64_t(q) * plan.units + i)) *
             lanes(errors + int64_t(q) * LANE_BYTES + part);
    if (plan.readout == READS_RATES) sum = slopeOf(plan, lanes(source + at)) * sum;
    lanes(delta + at) = lanes(delta + at) + sum;
  }
}

/** gradient[i][j] += Σ_t δ_{t+1}[i] · row_t[j] over a chunk, in tiles of five by two. */
void accumulate(char *base, const Plan &plan, char *delta, char *row, int steps) {
  const int64_t rowStride = int64_t(plan.units + plan.channels) * LANE_BYTES;
  for (int i = 0; i < plan.units; i += TILE_ROWS)
    for (int j = 0; j < plan.columns; j += TILE_COLUMNS) {
      Lanes left[TILE_ROWS][PARTS];
      Lanes right[TILE_ROWS][PARTS];
      for (int part = 0; part < PARTS; part++) {
        Lanes leftSums[TILE_ROWS] = {};
        Lanes rightSums[TILE_ROWS] = {};
        char *d = delta + int64_t(i) * LANE_BYTES + part * VECTOR_BYTES;
        char *r = row + int64_t(j) * LANE_BYTES + part * VECTOR_BYTES;
        for (int t = 0; t < steps; t++) {
          const Lanes first = lanes(r);
          const Lanes second = lanes(r + LANE_BYTES);
          for (int k = 0; k < TILE_ROWS; k++) {
            const Lanes value = lanes(d + k * LANE_BYTES);
            leftSums[k] += value * first;
            rightSums[k] += value * second;
          }
          d += plan.deltaStride;
          r += rowStride;
        }
        for (int k = 0; k < TILE_ROWS; k++) {
          left[k][part] = leftSums[k];
          right[k][part] = rightSums[k];
        }
      }
      for (int k = 0; k < TILE_ROWS; k++) {
        Four *to = reinterpret_cast<Four *>(base + plan.gradient +
                                            (int64_t(i + k) * plan.columns + j) * 16);
        to[0] += foldToFour(left[k]);
        to[1] += foldToFour(right[k]);
      }
    }
}

void stepBack(char *base, const Plan &plan, int t, char *later, char *to) {
  multiply(base + plan.backwardPanels, later, plan.units, plan.units, base + plan.sums);
  char *rates = rowOf(base, plan, t);
  if (plan.activation == SHIFTED_TANH) updateDeltas<SHIFTED_TANH>(base, plan, rates, later, to);
  else if (plan.activation == TANH) updateDeltas<TANH>(base, plan, rates, later, to);
  else updateDeltas<RELU>(base, plan, rates, later, to);
}

void backward(char *base, Plan &plan, int steps) {
  const int64_t stride = plan.deltaStride;
  char *delta = base + plan.delta;
  char *checkpoints = base + plan.checkpoints;
  int checkpoint = plan.checkpointCount - 1;
  int begin = (steps - 1) & ~(CHUNK_STEPS - 1);
  int end = steps;
  char *at = delta + (end - begin) * stride;
  std::memset(at, 0, stride);
  if (checkpoint >= 0 && word(checkpoints + 4 * int64_t(checkpoint)) == steps - 1)
    addReadout(base, plan, checkpoint--, at);
  while (begin >= 0) {
    for (int t = end - 1; t >= begin && t > 0; t--) {
      stepBack(base, plan, t, at, at - stride);
      at -= stride;
      if (checkpoint >= 0 && word(checkpoints + 4 * int64_t(checkpoint)) == t - 1)
        addReadout(base, plan, checkpoint--, at);
    }
    accumulate(base, plan, delta + stride, rowOf(base, plan, begin), end - begin);
    // The first δ of this chunk is the last one of the chunk before.
    at = delta + CHUNK_STEPS * stride;
    std::memcpy(at, delta, stride);
    end = begin;
    begin -= CHUNK_STEPS;
  }
}

/* Runs with kicks, one lane of a block at a time: here the units are the lanes. */

void kickedInputs(char *base, Plan &plan, const Kicked &kicked, int width) {
  const int64_t bytes = int64_t(plan.channels) * LANE_BYTES;
  for (int t = 0; t < kicked.steps; t++)
    writeInputs(base, plan, t, base + kicked.inputs + t * bytes, width);
}

inline float &single(char *base, uint32_t array, int64_t index) {
  return scalar(base + array + 4 * index);
}

/** Vectors of units whose sums fit into the registers. */
constexpr int MOST_VECTORS = VECTOR_BYTES == LANE_BYTES ? 4 : 8;

/** x' = Σ_j hidden[j] row[j] + decay · x of some vectors of units, j ascending. */
template <int vectors>
inline void stepUnits(char *base, const Plan &plan, const Kicked &kicked, int64_t at) {
  Lanes total[vectors] = {};
  const int count = plan.units + plan.channels;
  const int64_t stride = int64_t(kicked.stride) * 4;
  char *column = base + kicked.hidden + at;
  for (int j = 0; j < count; j++, column += stride) {
    const float value = single(base, kicked.row, j);
    for (int v = 0; v < vectors; v++) total[v] += lanes(column + v * VECTOR_BYTES) * value;
  }
  for (int v = 0; v < vectors; v++) {
    Lanes &x = lanes(base + kicked.state + at + v * VECTOR_BYTES);
    x = total[v] + lanes(base + kicked.decay + at + v * VECTOR_BYTES) * x;
  }
}

/** The same for as many vectors as there are left, at most `most`. */
template <int most>
inline void stepRest(char *base, const Plan &plan, const Kicked &kicked, int64_t at) {
  if constexpr (most > 0) {
    if (int64_t(plan.units) * 4 - at > (most - 1) * VECTOR_BYTES)
      stepUnits<most>(base, plan, kicked, at);
    else
      stepRest<most - 1>(base, plan, kicked, at);
  }
}

inline void stepAll(char *base, const Plan &plan, const Kicked &kicked) {
  for (int64_t at = 0; at < int64_t(plan.units) * 4; at += MOST_VECTORS * VECTOR_BYTES)
    stepRest<MOST_VECTORS>(base, plan, kicked, at);
}

inline Lanes cube(Lanes x) { return x * x * x; }

/** f(x) and its cube, (x − x̄)³, and then the new x̄ = keeps · x̄ + rest · x in float64. */
template <int activation>
inline void advance(char *base, const Plan &plan, const Kicked &kicked, char *cubes,
                    char *deviations) {
  const int64_t used = int64_t(plan.units) * 4;
  char *state = base + kicked.state;
  char *means = base + kicked.means;
  for (int64_t at = 0; at < used; at += VECTOR_BYTES) {
    const Lanes x = lanes(state + at);
    const Lanes rate = activate<activation>(x);
    lanes(base + kicked.row + at) = rate;
    lanes(cubes + at) = cube(rate);
    lanes(deviations + at) = cube(x - lanes(means + at));
  }
  const double *share = reinterpret_cast<double *>(base + kicked.keeps);
  const double keeps = share[0];
  const double rest = share[1];
  float *mean = reinterpret_cast<float *>(means);
  const float *x = reinterpret_cast<float *>(state);
  for (int i = 0; i < kicked.stride; i++)
    mean[i] = float(keeps * double(mean[i]) + rest * double(x[i]));
}

inline void advanceBy(char *base, const Plan &plan, const Kicked &kicked, char *cubes,
                      char *deviations) {
  if (plan.activation == SHIFTED_TANH) advance<SHIFTED_TANH>(base, plan, kicked, cubes, deviations);
  else if (plan.activation == TANH) advance<TANH>(base, plan, kicked, cubes, deviations);
  else advance<RELU>(base, plan, kicked, cubes, deviations);
}

/** Kicks the state as step t says from kick `next` on; answers the kick after those. */
inline int kick(char *base, const Kicked &kicked, int t, int next) {
  char *steps = base + kicked.kickSteps;
  if (word(steps + 4 * int64_t(next)) != t) return next;
  for (; word(steps + 4 * int64_t(next)) == t; next++) {
    float &x = single(base, kicked.state, word(base + kicked.kickUnits + 4 * int64_t(next)));
    x = float(double(x) + reinterpret_cast<double *>(base + kicked.kickAmounts)[next]);
  }
  for (int k = 0; k < kicked.clampCount; k++)
    single(base, kicked.state, word(base + kicked.clampUnits + 4 * int64_t(k))) =
        single(base, kicked.clampValues, k);
  return next;
}

/** What the readout sums for the first output. */
inline float readFirst(char *base, const Plan &plan, const Kicked &kicked) {
  if (plan.readout == READS_UNIT) return single(base, kicked.state, 0);
  const uint32_t source = plan.readout == READS_RATES ? kicked.row : kicked.state;
  float sum = 0;
  for (int i = 0; i < plan.units; i++)
    sum += single(base, kicked.output, i) * single(base, source, i);
  return sum;
}

/** e += Σ_t (x − x̄)³ r³ of five units by some vectors of them, t ascending. */
template <int vectors>
inline void accumulateUnits(const char *deviations, char *cubes, int steps, int64_t size,
                            char *to) {
  Lanes total[TILE_ROWS][vectors];
  for (int row = 0; row < TILE_ROWS; row++)
    for (int v = 0; v < vectors; v++) total[row][v] = lanes(to + row * size + v * VECTOR_BYTES);
  for (int t = 0; t < steps; t++, deviations += size, cubes += size)
    for (int row = 0; row < TILE_ROWS; row++) {
      const float d = *reinterpret_cast<const float *>(deviations + row * 4);
      for (int v = 0; v < vectors; v++)
        total[row][v] += d * lanes(cubes + v * VECTOR_BYTES);
    }
  for (int row = 0; row < TILE_ROWS; row++)
    for (int v = 0; v < vectors; v++) lanes(to + row * size + v * VECTOR_BYTES) = total[row][v];
}

/** The same for as many vectors as `used` bytes need, at most `most`. */
template <int most>
inline void accumulateRest(const char *deviations, char *cubes, int steps, int64_t size, char *to,
                           int64_t used) {
  if constexpr (most > 0) {
    if (used > (most - 1) * VECTOR_BYTES)
      accumulateUnits<most>(deviations, cubes, steps, size, to);
    else
      accumulateRest<most - 1>(deviations, cubes, steps, size, to, used);
  }
}

/** Adds the products of a chunk's cubes to e. What lies beyond the last unit is never read. */
inline void accumulateAll(char *base, const Plan &plan, const Kicked &kicked, int steps) {
  constexpr int VECTORS = VECTOR_BYTES == LANE_BYTES ? 4 : 2;
  const int64_t size = int64_t(kicked.stride) * 4;
  const int64_t used = int64_t(plan.units) * 4;
  char *to = base + kicked.eligibility;
  for (int64_t unit = 0; unit < used; unit += TILE_ROWS * 4, to += TILE_ROWS * size) {
    const char *deviations = base + kicked.deviationCubes + unit;
    for (int64_t at = 0; at < used; at += VECTORS * VECTOR_BYTES)
      accumulateRest<VECTORS>(deviations, base + kicked.rateCubes + at, steps, size, to + at,
                              used - at);
  }
}

void kickedRun(char *base, const Plan &plan, const Kicked &kicked) {
  const int64_t size = int64_t(kicked.stride) * 4;
  const char *initial = base + plan.state + 4 * int64_t(kicked.lane);
  for (int i = 0; i < plan.units; i++)
    single(base, kicked.state, i) = *reinterpret_cast<const float *>(initial + i * LANE_BYTES);
  // What this makes of x̄ is not used: x̄ starts at x_0.
  advanceBy(base, plan, kicked, base + kicked.rateCubes, base + kicked.deviationCubes);
  std::memcpy(base + kicked.means, base + kicked.state, size);
  const int rows = (plan.units + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS;
  std::memset(base + kicked.eligibility, 0, rows * size);
  char *input = base + kicked.inputs + 4 * int64_t(kicked.lane);
  int kept = 0;
  int next = 0;
  for (int from = 0; from < kicked.steps; from += WAITING_STEPS) {
    const int steps = kicked.steps - from < WAITING_STEPS ? kicked.steps - from : WAITING_STEPS;
    char *cubes = base + kicked.rateCubes;
    char *deviations = base + kicked.deviationCubes;
    for (int t = from; t < from + steps; t++) {
      for (int c = 0; c < plan.channels; c++, input += LANE_BYTES)
        single(base, kicked.row, plan.units + c) = scalar(input);
      stepAll(base, plan, kicked);
      next = kick(base, kicked, t, next);
      cubes += size;
      advanceBy(base, plan, kicked, cubes, deviations);
      deviations += size;
      if (t >= kicked.keptFrom)
        single(base, kicked.outputs, kept++) = readFirst(base, plan, kicked);
    }
    accumulateAll(base, plan, kicked, steps);
    std::memcpy(base + kicked.rateCubes, cubes, size);
  }
  if (kicked.squashes)
    for (int k = 0; k < kept; k += WIDTH) {
      Lanes &y = lanes(base + kicked.outputs + 4 * int64_t(k));
      y = tanh32(y);
    }
}

}  // namespace

extern const Kernel KERNEL;
const Kernel KERNEL = {drawStates, start, forward, read, backward, kickedInputs, kickedRun};

#endif

#ifdef BINDING

#include "addon.h"

namespace {

/** The arguments of a call: memory, the plan's address, and up to two numbers. */
struct Call {
  char *base = nullptr;
  size_t bytes = 0;
  Plan *plan = nullptr;
  double numbers[2] = {0, 0};
  bool isWhole = false;

  Call(napi_env env, napi_callback_info info) {
    size_t count = 4;
    napi_value given[4];
    napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
    plan = planOf<Plan>(env, given[0], given[1], &base, &bytes);
    if (plan == nullptr) return;
    for (size_t k = 2; k < count; k++) napi_get_value_double(env, given[k], &numbers[k - 2]);
    isWhole = true;
  }
};

napi_value callDrawStates(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.isWhole) chosen->drawStates(call.base, *call.plan, float(call.numbers[0]));
  return nullptr;
}

napi_value callStart(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.isWhole) chosen->start(call.base, *call.plan);
  return nullptr;
}

napi_value callForward(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.isWhole)
    chosen->forward(call.base, *call.plan, int(call.numbers[0]), int(call.numbers[1]));
  return nullptr;
}

napi_value callRead(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.isWhole) chosen->read(call.base, *call.plan, int(call.numbers[0]));
  return nullptr;
}

napi_value callBackward(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.isWhole) chosen->backward(call.base, *call.plan, int(call.numbers[0]));
  return nullptr;
}

/** The plan of runs with kicks that a call names, or nothing where the memory does not hold it. */
const Kicked *kickedOf(napi_env env, const Call &call) {
  if (!call.isWhole) return nullptr;
  if (call.numbers[0] + sizeof(Kicked) <= double(call.bytes))
    return reinterpret_cast<const Kicked *>(call.base + size_t(call.numbers[0]));
  napi_throw_range_error(env, nullptr, "expected memory that holds a plan of runs with kicks");
  return nullptr;
}

napi_value callKickedInputs(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (const Kicked *kicked = kickedOf(env, call))
    chosen->kickedInputs(call.base, *call.plan, *kicked, int(call.numbers[1]));
  return nullptr;
}

napi_value callKickedRun(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (const Kicked *kicked = kickedOf(env, call))
    chosen->kickedRun(call.base, *call.plan, *kicked);
  return nullptr;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) napi_value
napi_register_module_v1(napi_env env, napi_value exports) {
  const Exported functions[] = {
      {"drawStates", callDrawStates}, {"start", callStart},       {"forward", callForward},
      {"read", callRead},             {"backward", callBackward}, {"allocate", callAllocate},
      {"use", callUse},               {"kickedInputs", callKickedInputs},
      {"kickedRun", callKickedRun},
  };
  return exportAll(env, exports, functions);
}

#endif
