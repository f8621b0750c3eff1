import type { Schema } from '../python/json-schema.ts';

const text: Schema = { type: 'string' };
const named: Schema = { type: 'object', properties: { id: text, name: text } };
const user: Schema = {
  type: 'object',
  properties: { id: text, name: text, password: text, domain: named },
};
const project: Schema = { type: 'object', properties: { name: text, id: text, domain: named } };

/** What `auth` in the body of `POST /v3/auth/tokens` must look like. */
export const authSchema: Schema = {
  type: 'object',
  properties: {
    identity: {
      type: 'object',
      properties: {
        methods: { type: 'array', items: text },
        password: { type: 'object', properties: { user } },
        token: { type: 'object', properties: { id: text }, required: ['id'] },
      },
      required: ['methods'],
    },
    scope: {
      type: ['object', 'string'],
      properties: {
        project,
        domain: named,
        'OS-TRUST:trust': { type: 'object', properties: { id: text } },
        system: { type: 'object', properties: { all: { type: 'boolean', enum: [true, false, null] } } },
      },
    },
  },
  required: ['identity'],
};
