import { Component, type ReactNode } from "react";

type Props = { otherwise: ReactNode; children: ReactNode };

/** Shows `otherwise` when what is inside fails: one text that cannot be rendered must not take the page with it. */
export class OrAsWritten extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
