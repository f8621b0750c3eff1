import type { Commands } from '../command.ts';
import { entry } from './entry.ts';

/** Commands about servers: what images are used for, and what they are made of. */
export const computeCommands: Commands = {
  'flavor list': entry('List the sizes that servers can have', () => import('../commands/flavor/list.ts')),
  'keypair list': entry('List your key pairs', () => import('../commands/keypair/list.ts')),
  'server backup create': entry(
    'Make an image of a server; rotate older ones',
    () => import('../commands/server/backup-create.ts'),
  ),
  'server create': entry('Create a server from an image', () => import('../commands/server/create.ts')),
  'server delete': entry('Delete servers', () => import('../commands/server/delete.ts')),
  'server image create': entry(
    'Make an image of a server',
    () => import('../commands/server/image-create.ts'),
  ),
  'server list': entry('List servers', () => import('../commands/server/list.ts')),
  'server rebuild': entry(
    "Overwrite a server's disk with an image",
    () => import('../commands/server/rebuild.ts'),
  ),
  'server show': entry('Show a server', () => import('../commands/server/show.ts')),
};
