import type { ActionCommand } from '../../command.ts';
import { forEachName } from '../../for-each.ts';
import { credentialNamed } from '../../identity/application-credential.ts';
import { credentialsPath, textIn } from '../../identity/get.ts';

const credentials = {
  name: 'credential',
  description: 'names or ids of the application credentials',
  variadic: true,
};

/** `application credential delete` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Delete application credentials of your own.',
  arguments: [credentials],
  parameters: [],
  async run(context) {
    const { path } = await import('@ostk/sdk');
    const { values, signal } = context;
    const wording = {
      verb: 'delete',
      past: 'deleted',
      noun: 'application credential',
      nouns: 'application credentials',
    };
    await forEachName(context, values.arguments(credentials), wording, async (name) => {
      const connection = await context.connect();
      const where = await credentialsPath(connection, signal);
      const found = await credentialNamed(connection, name, signal);
      await connection.session.call({
        service: 'identity',
        method: 'DELETE',
        path: where + path`/${textIn(found, 'id')}`,
        signal,
      });
    });
  },
};
