import { homedir } from 'node:os';

/** The home directory; the root for a user without one, as a container may have that knows its user by number only. */
export function homeDirectory(): string {
  try {
    return homedir() || '/';
  } catch {
    return '/';
  }
}
