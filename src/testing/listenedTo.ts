/**
 * A subject that does what the given one does, and writes down each error that comes out of it: of
 * a function, or of the functions of a plain object. Of anything else nothing is heard.
 */
export function listenedTo<Subject>(subject: Subject, thrown: Set<unknown>): Subject {
  if (typeof subject === "function") return heard(subject, thrown);
  if (typeof subject !== "object" || subject === null) return subject;
  if (Object.getPrototypeOf(subject) !== Object.prototype) return subject;
  const copy = { ...subject };
  for (const [name, value] of Object.entries(copy))
    if (typeof value === "function") Reflect.set(copy, name, heard(value, thrown));
  return copy;
}

function heard<Of extends object>(of: Of, thrown: Set<unknown>): Of {
  const hear = (error: unknown): never => {
    thrown.add(error);
    throw error;
  };
  return new Proxy(of, {
    apply(target, self, given) {
      if (typeof target !== "function") return undefined;
      try {
        const answer: unknown = Reflect.apply(target, self, given);
        return answer instanceof Promise ? answer.catch(hear) : answer;
      } catch (error) {
        return hear(error);
      }
    },
  });
}
