import * as pulumi from "@pulumi/pulumi";

/**
 * Groups the replaceable parts of a protected resource. As its children they would inherit the protection and could neither be
 * renamed nor removed.
 */
export class Parts extends pulumi.ComponentResource {
  /** Options of each part. In earlier versions of this program the parts were children of the whole. */
  readonly options: { readonly parent: pulumi.Resource; readonly aliases: pulumi.Alias[] };

  constructor(name: string, whole: pulumi.Resource) {
    super("pets:infrastructure:Parts", name);
    this.options = { parent: this, aliases: [{ parent: whole }] };
    this.registerOutputs({});
  }
}
