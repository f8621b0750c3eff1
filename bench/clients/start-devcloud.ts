// From nothing to the first answer.
import { startDevCloud } from '@ostk/devcloud';

await using cloud = await startDevCloud();
const answer = await fetch(cloud.url('image'));
if (answer.status !== 300) throw new Error(`devcloud answered ${answer.status}`);
