import type { Answer } from '../http/answer.ts';
import type { Request } from './request.ts';

/** Answers one authenticated request. */
export type GlanceHandler = (request: Request) => Answer | Promise<Answer>;

/** Paths, and the handlers of their methods in the order of the header `Allow`. */
export type GlanceRoutes = Readonly<Record<string, Readonly<Record<string, GlanceHandler>>>>;
