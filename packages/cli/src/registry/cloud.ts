import type { Commands } from '../command.ts';
import { entry, family } from './entry.ts';

const credentials = family(() => import('../commands/application-credential.ts'));
const catalog = family(() => import('../commands/catalog.ts'));
const projects = family(() => import('../commands/project.ts'));

/** Commands about the cloud itself, and the command line. */
export const cloudCommands: Commands = {
  'application credential create': credentials('create', 'Create an application credential'),
  'application credential delete': credentials('remove', 'Delete application credentials'),
  'application credential list': credentials('list', 'List your application credentials'),
  'application credential show': credentials('show', 'Show an application credential'),
  'catalog list': catalog('list', 'List services in the service catalog'),
  'catalog show': catalog('show', 'Show a service in the service catalog'),
  complete: entry('Print the completion for a shell', () => import('../commands/complete.ts')),
  'config explain': entry(
    'Show every setting, and where it comes from',
    () => import('../commands/config/explain.ts'),
  ),
  'configuration show': entry(
    'Show what the settings come to',
    () => import('../commands/configuration/show.ts'),
  ),
  devcloud: entry('Start a cloud to try things on', () => import('../commands/devcloud.ts')),
  'project list': projects('list', 'List projects'),
  'project show': projects('show', 'Show a project'),
  'token issue': entry('Issue a token', () => import('../commands/token/issue.ts')),
  'versions show': entry(
    'Show the API versions of the services',
    () => import('../commands/versions/show.ts'),
  ),
};
