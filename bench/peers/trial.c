/*
 * A Hebbian trial as a plain C loop: the arithmetic of docs/arithmetic.md, "Runs with kicks", for
 * tanh and the readout `unit`. Reads what it runs from the file named first: sizes and kicks, then
 * arrays; answers each line, a number of trials, with their milliseconds of process time, R and Σ e.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { UNITS = 50, STEPS = 750, MOST_KICKS = 4096 };

static float hidden[(UNITS + 1) * UNITS], inputs[STEPS], initial[UNITS];
static float x[UNITS], r[UNITS], before[UNITS], means[UNITS], e[UNITS * UNITS];
static int32_t kickSteps[MOST_KICKS + 1], kickUnits[MOST_KICKS];
static double kickAmounts[MOST_KICKS];

/** What the file begins with, in float64. */
static struct { double units, steps, kicks, decay, keeps, errorSteps, target; } given;

static float tanh32(float x) {
  const float most = 7.90531110763549805f;
  x = x > most ? most : x;
  x = x < -most ? -most : x;
  const float z = x * x;
  float p = -2.76076847742355e-16f;
  p = p * z + 2.00018790482477e-13f;
  p = p * z + -8.60467152213735e-11f;
  p = p * z + 5.12229709037114e-8f;
  p = p * z + 1.48572235717979e-5f;
  p = p * z + 6.37261928875436e-4f;
  p = p * z + 4.89352455891786e-3f;
  p = p * x;
  float q = 1.19825839466702e-6f;
  q = q * z + 1.18534705686654e-4f;
  q = q * z + 2.268434632439e-3f;
  q = q * z + 4.89352518554385e-3f;
  return p / q;
}

static double trial(void) {
  const float decay = (float)given.decay;
  const double keeps = given.keeps;
  double error = 0;
  int next = 0;
  memset(e, 0, sizeof e);
  for (int i = 0; i < UNITS; i++) {
    x[i] = means[i] = initial[i];
    r[i] = tanh32(x[i]);
  }
  for (int t = 0; t < STEPS; t++) {
    float sums[UNITS] = {0};
    float cubes[UNITS];
    memcpy(before, r, sizeof r);
    for (int j = 0; j < UNITS; j++)
      for (int i = 0; i < UNITS; i++) sums[i] += hidden[j * UNITS + i] * r[j];
    for (int i = 0; i < UNITS; i++) sums[i] += hidden[UNITS * UNITS + i] * inputs[t];
    for (int i = 0; i < UNITS; i++) x[i] = sums[i] + decay * x[i];
    for (; kickSteps[next] == t; next++)
      x[kickUnits[next]] = (float)((double)x[kickUnits[next]] + kickAmounts[next]);
    for (int i = 0; i < UNITS; i++) r[i] = tanh32(x[i]);
    for (int j = 0; j < UNITS; j++) cubes[j] = before[j] * before[j] * before[j];
    for (int i = 0; i < UNITS; i++) {
      const float d = x[i] - means[i];
      const float cube = d * d * d;
      for (int j = 0; j < UNITS; j++) e[i * UNITS + j] += cube * cubes[j];
    }
    for (int i = 0; i < UNITS; i++)
      means[i] = (float)(keeps * (double)means[i] + (1 - keeps) * (double)x[i]);
    if (t >= STEPS - given.errorSteps)
      error += fabs((double)tanh32(x[0]) - given.target) / given.errorSteps;
  }
  return error;
}

static int readAll(FILE *file) {
  if (fread(&given, sizeof given, 1, file) != 1) return 0;
  const size_t kicks = (size_t)given.kicks;
  if (given.units != UNITS || given.steps != STEPS || kicks > MOST_KICKS) return 0;
  const int whole = fread(kickAmounts, sizeof *kickAmounts, kicks, file) == kicks &&
                    fread(kickSteps, sizeof *kickSteps, kicks, file) == kicks &&
                    fread(kickUnits, sizeof *kickUnits, kicks, file) == kicks &&
                    fread(hidden, sizeof hidden, 1, file) == 1 &&
                    fread(initial, sizeof initial, 1, file) == 1 &&
                    fread(inputs, sizeof inputs, 1, file) == 1;
  kickSteps[kicks] = -1;
  return whole;
}

int main(int count, char **arguments) {
  FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  if (file == NULL || !readAll(file)) return 1;
  fclose(file);
  puts("ready");
  fflush(stdout);
  for (int trials; scanf("%d", &trials) == 1;) {
    struct timespec begin, end;
    double error = 0;
    float kept = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (int k = 0; k < trials; k++) {
      error = trial();
      // Nothing may be left out because nobody reads it.
      kept += e[k % (UNITS * UNITS)];
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    const double ms = (end.tv_sec - begin.tv_sec) * 1e3 + (end.tv_nsec - begin.tv_nsec) / 1e6;
    float total = 0;
    for (int k = 0; k < UNITS * UNITS; k++) total += e[k];
    printf("%.6f %.17g %.9g %.9g\n", ms, error, (double)total, (double)kept);
    fflush(stdout);
  }
  return 0;
}
