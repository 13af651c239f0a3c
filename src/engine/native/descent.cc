/*
 * Steps of Levenberg–Marquardt for fixed points, behind Node-API: docs/descent.md in C++, on the
 * layout of memory of ../descent/layout.ts. The starts of a block are the lanes of a vector.
 *
 * The build compiles this file once for each instruction set, with KERNEL naming it, and once with
 * BINDING for the functions that Node calls. Contraction to fused multiply-add must be off.
 */
#include <cstdint>
#include <cstring>

/** What the host has laid out; the order is that of DESCENT_FIELDS in ../descent/layout.ts. */
struct Plan {
  int32_t units, rows, activation, width;
  uint32_t weights, transposed, gram, drive;
  uint32_t state, value, slope, rate;
  uint32_t trial, trialValue, trialSlope, trialRate;
  uint32_t gradient, move, matrix;
  uint32_t square, factor, flatShare, ended;
};

/** The functions of one instruction set. */
struct Kernel {
  /** Lanes of a vector, and rows of a tile. */
  int width, tileRows;
  void (*begin)(char *base, const Plan &plan);
  void (*step)(char *base, const Plan &plan);
};

#ifdef KERNEL

namespace {

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

typedef double Lanes __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef int64_t Words __attribute__((vector_size(VECTOR_BYTES), may_alias));

constexpr int WIDTH = VECTOR_BYTES / 8;
/** As many sums of a tile as the registers hold beside what they are made of. */
constexpr int TILE = VECTOR_BYTES == 64 ? 4 : 3;
/** Rows of a product that go side by side. */
constexpr int STRIP = VECTOR_BYTES == 64 ? 10 : 5;

inline Lanes *lanes(char *base, uint32_t at) { return reinterpret_cast<Lanes *>(base + at); }
inline const double *numbers(char *base, uint32_t at) {
  return reinterpret_cast<const double *>(base + at);
}
inline Lanes splat(double value) { return Lanes{} + value; }

inline Lanes root(Lanes x) {
  for (int lane = 0; lane < WIDTH; lane++) x[lane] = __builtin_sqrt(x[lane]);
  return x;
}

inline Words bitsOf(Lanes x) {
  Words bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline Lanes lanesOf(Words bits) {
  Lanes x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

/** tanh64 of ../../numerics/tanh.ts; a comparison that is false for NaN lets a NaN through. */
inline Lanes tanh64(Lanes x) {
  const Lanes negative = -x;
  Lanes size = x < 0.0 ? negative : x;
  size = size > 20.0 ? splat(20.0) : size;
  const Lanes y = size + size;
  const Lanes turned = y * 1.4426950408889634 + 6755399441055744.0;
  const Lanes n = turned - 6755399441055744.0;
  const Lanes r = (y - n * 0.6931471803691238) - n * 1.9082149292705877e-10;
  Lanes p = splat(1.6059043836821613e-10);
  p = p * r + 2.08767569878681e-9;
  p = p * r + 2.505210838544172e-8;
  p = p * r + 2.755731922398589e-7;
  p = p * r + 2.7557319223985893e-6;
  p = p * r + 2.48015873015873e-5;
  p = p * r + 1.984126984126984e-4;
  p = p * r + 1.388888888888889e-3;
  p = p * r + 8.333333333333333e-3;
  p = p * r + 4.1666666666666664e-2;
  p = p * r + 0.16666666666666666;
  p = p * r + 0.5;
  p = r + (r * r) * p;
  const Lanes power = lanesOf((bitsOf(turned) + 1023) << 52);
  const Lanes e = power * p + (power - 1.0);
  const Lanes t = e / (e + 2.0);
  const Lanes turnedBack = -t;
  return x < 0.0 ? turnedBack : t;
}

/** out_i = from_i + Σ_j matrix_ij vector_j, j ascending, of some rows side by side. */
template <int rows>
inline void productRows(const double *matrix, int columns, const Lanes *vector, Lanes *out) {
  Lanes sum[rows];
  for (int row = 0; row < rows; row++) sum[row] = out[row];
  for (int j = 0; j < columns; j++) {
    const Lanes v = vector[j];
    for (int row = 0; row < rows; row++) sum[row] = sum[row] + matrix[row * columns + j] * v;
  }
  for (int row = 0; row < rows; row++) out[row] = sum[row];
}

inline void product(const double *matrix, int size, const Lanes *vector, Lanes *out) {
  int i = 0;
  for (; i + STRIP <= size; i += STRIP)
    productRows<STRIP>(matrix + int64_t(i) * size, size, vector, out + i);
  for (; i < size; i++) productRows<1>(matrix + int64_t(i) * size, size, vector, out + i);
}

struct Evaluation {
  Lanes *state, *value, *slope, *rate;
};

/** F(x), f(x) and f'(x); answers |F(x)|². */
template <int activation>
inline Lanes evaluate(char *base, const Plan &plan, const Evaluation &at) {
  const int size = plan.units;
  const double *drive = numbers(base, plan.drive);
  for (int i = 0; i < size; i++) {
    const Lanes x = at.state[i];
    Lanes h, slope;
    if (activation == 2) {
      h = x < 0.0 ? Lanes{} : x;
      slope = h > 0.0 ? splat(1.0) : Lanes{};
    } else {
      const Lanes t = tanh64(x);
      h = activation == 0 ? 1.0 + t : t;
      slope = activation == 0 ? h * (2.0 - h) : 1.0 - h * h;
    }
    at.rate[i] = h;
    at.slope[i] = slope;
    at.value[i] = drive[i] - x;
  }
  product(numbers(base, plan.weights), size, at.rate, at.value);
  Lanes square = Lanes{};
  for (int i = 0; i < size; i++) square = square + at.value[i] * at.value[i];
  return square;
}

inline Lanes evaluateBy(char *base, const Plan &plan, const Evaluation &at) {
  if (plan.activation == 0) return evaluate<0>(base, plan, at);
  if (plan.activation == 1) return evaluate<1>(base, plan, at);
  return evaluate<2>(base, plan, at);
}

inline Evaluation current(char *base, const Plan &plan) {
  return {lanes(base, plan.state), lanes(base, plan.value), lanes(base, plan.slope),
          lanes(base, plan.rate)};
}

inline Lanes *rowOf(Lanes *matrix, int i) { return matrix + int64_t(i) * (i + 1) / 2; }

/** The lower triangle of F'ᵀF' + μI, row after row; rows beyond the units are those of I. */
inline void normalMatrix(char *base, const Plan &plan, Lanes damping, Lanes *matrix) {
  const int size = plan.units;
  const double *weights = numbers(base, plan.weights);
  const double *transposed = numbers(base, plan.transposed);
  const double *gram = numbers(base, plan.gram);
  const Lanes *slope = lanes(base, plan.slope);
  for (int i = 0; i < size; i++) {
    Lanes *row = rowOf(matrix, i);
    const int64_t at = int64_t(i) * size;
    const Lanes d = slope[i];
    for (int j = 0; j < i; j++)
      row[j] = d * (slope[j] * gram[at + j] - transposed[at + j]) - weights[at + j] * slope[j];
    row[i] = (1.0 + d * (d * gram[at + i] - 2.0 * weights[at + i])) + damping;
  }
  for (int i = size; i < plan.rows; i++) {
    Lanes *row = rowOf(matrix, i);
    for (int j = 0; j < i; j++) row[j] = Lanes{};
    row[i] = splat(1.0);
  }
}

/** The rows from i and the columns from j of a triangle, less the products of columns before j. */
inline void subtractTile(Lanes *matrix, int i, int j, Lanes (&tile)[TILE][TILE]) {
  const Lanes *a[TILE], *b[TILE];
  for (int r = 0; r < TILE; r++) {
    a[r] = rowOf(matrix, i + r);
    b[r] = rowOf(matrix, j + r);
  }
  for (int r = 0; r < TILE; r++)
    for (int c = 0; c < TILE; c++) tile[r][c] = i == j && c > r ? Lanes{} : a[r][j + c];
  for (int k = 0; k < j; k++) {
    Lanes left[TILE];
    for (int r = 0; r < TILE; r++) left[r] = a[r][k];
    for (int c = 0; c < TILE; c++) {
      const Lanes right = b[c][k];
      for (int r = 0; r < TILE; r++) tile[r][c] = tile[r][c] - left[r] * right;
    }
  }
}

/** A = LLᵀ in place, with 1 / L_ii on the diagonal; what is not positive makes NaN. */
inline void factor(Lanes *matrix, int rows) {
  Lanes tile[TILE][TILE];
  for (int i = 0; i < rows; i += TILE) {
    for (int j = 0; j < i; j += TILE) {
      subtractTile(matrix, i, j, tile);
      for (int c = 0; c < TILE; c++) {
        const Lanes *column = rowOf(matrix, j + c) + j;
        for (int r = 0; r < TILE; r++) {
          for (int k = 0; k < c; k++) tile[r][c] = tile[r][c] - tile[r][k] * column[k];
          tile[r][c] = tile[r][c] * column[c];
          rowOf(matrix, i + r)[j + c] = tile[r][c];
        }
      }
    }
    subtractTile(matrix, i, i, tile);
    for (int c = 0; c < TILE; c++) {
      for (int k = 0; k < c; k++) tile[c][c] = tile[c][c] - tile[c][k] * tile[c][k];
      tile[c][c] = 1.0 / root(tile[c][c]);
      for (int r = c + 1; r < TILE; r++) {
        for (int k = 0; k < c; k++) tile[r][c] = tile[r][c] - tile[r][k] * tile[c][k];
        tile[r][c] = tile[r][c] * tile[c][c];
      }
    }
    for (int r = 0; r < TILE; r++)
      for (int c = 0; c <= r; c++) rowOf(matrix, i + r)[i + c] = tile[r][c];
  }
}

/** LLᵀx = b in place, with the factor above. */
inline void solve(Lanes *matrix, int size, Lanes *b) {
  int i = 0;
  for (; i + TILE <= size; i += TILE) {
    Lanes sum[TILE];
    for (int r = 0; r < TILE; r++) sum[r] = b[i + r];
    for (int j = 0; j < i; j++)
      for (int r = 0; r < TILE; r++) sum[r] = sum[r] - rowOf(matrix, i + r)[j] * b[j];
    for (int r = 0; r < TILE; r++) {
      for (int k = 0; k < r; k++) sum[r] = sum[r] - rowOf(matrix, i + r)[i + k] * b[i + k];
      b[i + r] = sum[r] * rowOf(matrix, i + r)[i + r];
    }
  }
  for (; i < size; i++) {
    const Lanes *row = rowOf(matrix, i);
    Lanes sum = b[i];
    for (int j = 0; j < i; j++) sum = sum - row[j] * b[j];
    b[i] = sum * row[i];
  }
  for (i = size - 1; i >= 0; i--) {
    const Lanes *row = rowOf(matrix, i);
    const Lanes x = b[i] * row[i];
    b[i] = x;
    for (int j = 0; j < i; j++) b[j] = b[j] - row[j] * x;
  }
}

void begin(char *base, const Plan &plan) {
  *lanes(base, plan.square) = evaluateBy(base, plan, current(base, plan));
}

void step(char *base, const Plan &plan) {
  const int size = plan.units;
  const Evaluation at = current(base, plan);
  const Evaluation there = {lanes(base, plan.trial), lanes(base, plan.trialValue),
                            lanes(base, plan.trialSlope), lanes(base, plan.trialRate)};
  Lanes *gradient = lanes(base, plan.gradient);
  Lanes *move = lanes(base, plan.move);
  Lanes *matrix = lanes(base, plan.matrix);
  const Lanes square = *lanes(base, plan.square);
  const Lanes share = *lanes(base, plan.factor);
  for (int j = 0; j < size; j++) gradient[j] = Lanes{};
  product(numbers(base, plan.transposed), size, at.value, gradient);
  Lanes steepness = Lanes{};
  for (int j = 0; j < size; j++) {
    gradient[j] = at.slope[j] * gradient[j] - at.value[j];
    move[j] = -gradient[j];
    steepness = steepness + gradient[j] * gradient[j];
  }
  const Words flat = steepness < *lanes(base, plan.flatShare) * square;
  const Lanes damping = share * root(square);
  normalMatrix(base, plan, damping, matrix);
  factor(matrix, plan.rows);
  solve(matrix, size, move);
  Lanes promised = Lanes{};
  for (int i = 0; i < size; i++) {
    promised = promised + move[i] * (damping * move[i] - gradient[i]);
    there.state[i] = at.state[i] + move[i];
  }
  const Lanes next = evaluateBy(base, plan, there);
  const Lanes ratio = (square - next) / promised;
  const Lanes more = share * 4.0;
  const Lanes less = share * 0.25;
  const Lanes raised = more < 1e-4 ? splat(1e-4) : more;
  const Lanes lowered = less < 1e-8 ? splat(1e-8) : less;
  const Lanes kept = ratio > 0.75 ? lowered : share;
  *lanes(base, plan.factor) = ratio >= 0.25 ? kept : raised;
  const Words taken = (next <= 4.0 * square) & ~flat;
  *lanes(base, plan.square) = taken ? next : square;
  *lanes(base, plan.ended) = flat ? splat(1.0) : Lanes{};
  for (int i = 0; i < size; i++) {
    at.state[i] = taken ? there.state[i] : at.state[i];
    at.value[i] = taken ? there.value[i] : at.value[i];
    at.slope[i] = taken ? there.slope[i] : at.slope[i];
    at.rate[i] = taken ? there.rate[i] : at.rate[i];
  }
}

}  // namespace

extern const Kernel KERNEL;
const Kernel KERNEL = {WIDTH, TILE, begin, step};

#endif

#ifdef BINDING

#include "addon.h"

namespace {

/** The memory and the plan that a call names; no plan where it is not one of this kernel's. */
struct Call {
  char *base = nullptr;
  const Plan *plan = nullptr;

  Call(napi_env env, napi_callback_info info) {
    size_t count = 2;
    napi_value given[2];
    napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
    size_t bytes = 0;
    const Plan *named = planOf<Plan>(env, given[0], given[1], &base, &bytes);
    if (named == nullptr) return;
    if (named->width == chosen->width && named->rows % chosen->tileRows == 0) plan = named;
    else napi_throw_range_error(env, nullptr, "expected a plan for this instruction set");
  }
};

napi_value callBegin(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.plan != nullptr) chosen->begin(call.base, *call.plan);
  return nullptr;
}

napi_value callStep(napi_env env, napi_callback_info info) {
  Call call(env, info);
  if (call.plan != nullptr) chosen->step(call.base, *call.plan);
  return nullptr;
}

napi_value numberOf(napi_env env, int number) {
  napi_value value;
  napi_create_int32(env, number, &value);
  return value;
}

napi_value callWidth(napi_env env, napi_callback_info) { return numberOf(env, chosen->width); }

napi_value callTileRows(napi_env env, napi_callback_info) {
  return numberOf(env, chosen->tileRows);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) napi_value
napi_register_module_v1(napi_env env, napi_value exports) {
  const Exported functions[] = {
      {"begin", callBegin}, {"step", callStep},         {"allocate", callAllocate},
      {"use", callUse},     {"width", callWidth},       {"tileRows", callTileRows},
  };
  return exportAll(env, exports, functions);
}

#endif
