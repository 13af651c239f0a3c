/**
 * P(K = k) for K ~ Bin(trials, probability), as `[k]`; 0 and 1 are probabilities too.
 * @throws RangeError for trials that are no integer from 0, or a probability outside [0, 1].
 */
export function binomialChances(trials: number, probability: number): Float64Array {
  if (!(Number.isInteger(trials) && trials >= 0))
    throw new RangeError(`trials: expected an integer from 0, got ${trials}`);
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`probability: expected a number in [0, 1], got ${probability}`);
  const chances = new Float64Array(trials + 1);
  if (probability === 0 || probability === 1) {
    chances[probability * trials] = 1;
    return chances;
  }
  const odds = probability / (1 - probability);
  // Terms relative to the likeliest one: none overflows, and those that vanish do not count.
  const mode = Math.min(trials, Math.floor((trials + 1) * probability));
  chances[mode] = 1;
  for (let k = mode; k < trials; k++) chances[k + 1] = (chances[k] * odds * (trials - k)) / (k + 1);
  for (let k = mode; k > 0; k--) chances[k - 1] = (chances[k] * k) / (odds * (trials - k + 1));
  const all = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / all);
}
