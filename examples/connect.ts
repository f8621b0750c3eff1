/**
 * Connects to a cloud, and says who we are there and where its Image service lives.
 *
 *     OS_CLOUD=mycloud node examples/.build/connect.js
 */
import { connect } from '@ostk/sdk';

await using conn = await connect();

const { user, roles, scope, expiresAt } = await conn.session.token();
const where = scope.kind === 'project' ? `project ${scope.project.name}` : scope.kind;

console.log(`cloud     ${conn.config.name}`);
console.log(`user      ${user?.name ?? 'nobody'}`);
console.log(`scope     ${where}`);
console.log(`roles     ${roles.join(', ')}`);
console.log(`token     valid until ${new Date(expiresAt).toISOString()}`);
console.log(`image     ${await conn.session.endpoint('image')}`);
