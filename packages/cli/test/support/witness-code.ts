import vm, { type ScriptOptions } from 'node:vm';

/** Tells on stderr whether V8 took the code that the program was given with its source. */
class Witness extends vm.Script {
  constructor(source: string, options: ScriptOptions) {
    super(source, options);
    const kept = this.cachedDataRejected === true ? 'refused' : 'taken';
    process.stderr.write(`code ${options.cachedData === undefined ? 'none' : kept}\n`);
  }
}

Reflect.set(vm, 'Script', Witness);
