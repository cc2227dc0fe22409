import * as pulumi from "@pulumi/pulumi";

/**
 * Holds together the parts of a protected resource, each of which can be made again at any time. As children of it they would take
 * over its protection, and could neither be renamed nor removed.
 */
export class Parts extends pulumi.ComponentResource {
  /** Of each part. Earlier versions of this program had them as children of the whole. */
  readonly options: { readonly parent: pulumi.Resource; readonly aliases: pulumi.Alias[] };

  constructor(name: string, whole: pulumi.Resource) {
    super("pets:infrastructure:Parts", name);
    this.options = { parent: this, aliases: [{ parent: whole }] };
    this.registerOutputs({});
  }
}
