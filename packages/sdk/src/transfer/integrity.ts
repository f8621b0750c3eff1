import { IntegrityError } from '../errors.ts';

/** A digest in lower-case hexadecimal, and how it is computed (`sha512`, `md5`, …). */
export interface DigestValue {
  readonly algorithm: string;
  readonly value: string;
}

/** What came of comparing data with what the service says of them. */
export interface Verification {
  /** `false` if the service names no digest that can be computed here: then only the size was compared. */
  readonly verified: boolean;
  /** The digest that was compared. */
  readonly digest: DigestValue | undefined;
}

/** Compares a byte count. */
export function compareSize(what: string, expected: number, actual: number): void {
  if (expected === actual) return;
  throw new IntegrityError(`${what}: ${actual} bytes where ${expected} were expected`, {
    algorithm: 'size',
    expected: String(expected),
    actual: String(actual),
  });
}

/** Compares a digest. */
export function compareDigest(what: string, expected: DigestValue, actual: string): void {
  if (expected.value.toLowerCase() === actual) return;
  throw new IntegrityError(
    `${what}: ${expected.algorithm} is ${actual}, but ${expected.value} was expected`,
    {
      algorithm: expected.algorithm,
      expected: expected.value,
      actual,
    },
  );
}
