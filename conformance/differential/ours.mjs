// Resolves the configurations of the corpus with @ostk/sdk, in the shape that resolve.py gives.
import { connect } from '@ostk/sdk';

function wireName(name) {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function optionName(name) {
  return name.replaceAll(/_([a-z\d])/g, (_, letter) => letter.toUpperCase());
}

/** Arguments of get_one() as options of connect(). */
function toOptions(given) {
  const endpointOverrides = {};
  const options = {};
  for (const [name, value] of Object.entries(given)) {
    const [, service] = /^(\w+)_endpoint_override$/.exec(name) ?? [];
    if (service !== undefined) endpointOverrides[service] = value;
    else if (name !== 'auth') options[optionName(name)] = value;
  }
  const auth = Object.entries(given.auth ?? {}).map(([name, value]) => [optionName(name), value]);
  return { ...options, endpointOverrides, auth: Object.fromEntries(auth) };
}

function text(value) {
  if (value === undefined || value === false) return null;
  return typeof value === 'object' && 'reveal' in value ? value.reveal() : String(value);
}

function authOf(auth) {
  const entries = Object.entries(auth)
    .filter(([, value]) => !Array.isArray(value))
    .map(([name, value]) => [wireName(name), text(value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function serviceOf(service) {
  return {
    endpoint: text(service.endpointOverride),
    interface: service.interfaces,
    region: text(service.regionName),
    type: text(service.serviceType),
    name: text(service.serviceName),
    connect_retries: text(service.connectRetries),
    status_code_retries: text(service.statusCodeRetries),
    microversion: text(service.defaultMicroversion),
  };
}

async function resolve({ env, cwd, arguments: given }) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  const conn = await connect(toOptions(given));
  await conn.close();
  const { config } = conn;
  const { tls, timeouts } = config;
  return {
    name: text(config.name),
    region: text(config.regionName),
    auth_type: config.authType,
    auth: authOf(config.auth),
    verify: String(tls.verify),
    // Of authorities that are not asked, openstacksdk says nothing.
    cacert: tls.verify ? text(tls.cacert) : null,
    cert: text(tls.cert),
    key: tls.cert === undefined ? null : text(tls.key),
    timeout: timeouts.connect === 10_000 ? null : String(timeouts.connect / 1000),
    ...Object.fromEntries(
      ['identity', 'image', 'compute'].map((name) => [name, serviceOf(config.services[name])]),
    ),
  };
}

/** Resolves one configuration; an error is an answer. */
export async function resolveOurs(given) {
  try {
    return { config: await resolve(given) };
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}
