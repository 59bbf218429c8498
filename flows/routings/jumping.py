"""Out of the picture's arrows: a step is opened anew, its own row and history as any other."""

from flows.models import WorkItem


def open_step(activation, step: str, turn: int = 0) -> WorkItem:
    """A new item at the step, behind the activation's item; the dossier moves there.

    The caller has finished or cancelled what was open, and saves the dossier.
    """
    process, flow = activation.process, activation.flow_class
    node = flow.instance.node(step)
    if node.takes_turns and process.data["turn"] != turn:
        process.data["turn"] = turn
        process.save(update_fields=["data"])
    made = node.activation_class.create(node, activation, activation.task.token)
    return made.task
