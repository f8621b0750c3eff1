// Nothing but the import: what it adds to the start of Node.
import { version } from '@ostk/sdk';

process.stdout.write(version);
