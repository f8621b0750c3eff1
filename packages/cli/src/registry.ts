import type { Commands } from './command.ts';
import { cloudCommands } from './registry/cloud.ts';
import { computeCommands } from './registry/compute.ts';
import { imageCommands } from './registry/image.ts';
import { metadefCommands } from './registry/metadef.ts';
import { sharingCommands } from './registry/sharing.ts';

const all = {
  ...cloudCommands,
  ...computeCommands,
  ...imageCommands,
  ...metadefCommands,
  ...sharingCommands,
};

/** All commands, by their words, in alphabetical order. Nothing of them is loaded but what is listed here. */
export const commands: Commands = Object.fromEntries(
  Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)),
);
