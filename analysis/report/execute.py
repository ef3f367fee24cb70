"""Execute: run a notebook with parameters, without recording the time or the machine."""

from analysis.files import InputError, bundled

METHODS = "06_methods"  # a notebook that is no part of the report
ANSWER = "05_framing"  # the last chapter of the report, whose finding stands first
QUIET = "--IPKernelApp.log_level=50"
REFUSED = ("InputError", "InputErrors", "Absent", "PatternError")  # raised in a kernel


def sources(without=(METHODS,)):
    """The bundled notebooks with results but for these, in order; by default those that make the report."""
    paths = (path for path in bundled("notebooks").glob("0[1-9]*.ipynb") if path.stem not in without)
    return sorted(paths, key=lambda path: (path.stem == ANSWER, path.name))


def execute(source, parameters, folder, omit=()):
    """Run one notebook with these parameters, as `attempt` does; no failing cell is accepted.

    Returns
    -------
    NotebookNode

    Raises
    ------
    InputError
        A parameter that the notebook does not have, or input that one of its cells refuses.
    RuntimeError
        Any other failing cell, with its number.
    """
    notebook, failed = attempt(source, parameters, folder, omit)
    if failed:
        raise failed[0]
    return notebook


def attempt(source, parameters, folder, omit=()):
    """Run one notebook with these parameters; cells behind a failing one run too.

    Parameters
    ----------
    source : Path
    parameters : dict
        Values for the notebook's parameters cell.
    folder : path
        The kernel's working folder.
    omit : collection of str
        Cells with one of these tags are left out.

    Returns
    -------
    NotebookNode
        Without execution times, so that two runs give the same bytes.
    list of exceptions
        One for each failing cell: InputError for input that the cell refuses, else RuntimeError with its number.

    Raises
    ------
    InputError
        A parameter that the notebook does not have.
    """
    from nbclient import NotebookClient  # here, like papermill: they take seconds to import
    from papermill import inspect_notebook
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    _check_parameters(source, parameters, inspect_notebook(str(source)))
    notebook = load_notebook_node(str(source))
    notebook.cells = [cell for cell in notebook.cells if not set(omit).intersection(cell.metadata.get("tags", []))]
    notebook = parameterize_notebook(notebook, parameters) if parameters else notebook
    options = {"allow_errors": True, "record_timing": False, "resources": {"metadata": {"path": str(folder)}}}
    client = NotebookClient(notebook, kernel_name="python3", extra_arguments=[QUIET], timeout=None, **options)
    died = []
    try:
        client.execute()
    except (AssertionError, RuntimeError) as error:  # the kernel died: for want of memory, or nbclient ended it
        if hasattr(client, "_async_cleanup_kernel_future"):  # at a signal, perhaps twice: it asserts that there is one
            raise KeyboardInterrupt from None
        died = [RuntimeError(f"{source.name}: {error}")]
    return _timeless(notebook, source.stem), [*_failures(notebook, source.name), *died]


def _failures(notebook, name):
    """An exception for each output that is an error."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                said = f"{name}, cell [{cell.execution_count}]: {output.ename}: {output.evalue}"
                yield InputError(output.evalue) if output.ename in REFUSED else RuntimeError(said)


def _check_parameters(source, parameters, known):
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        problem = f"has no parameter {unknown[0]!r}"
        raise InputError(problem, f"its parameters are {', '.join(known)}", file=source.name)


def _timeless(notebook, name):
    """Without times, and with a fixed id for the cell that papermill adds."""
    for part in (notebook, *notebook.cells):
        for key in ("papermill", "execution"):
            part.metadata.pop(key, None)
        if "injected-parameters" in part.metadata.get("tags", []):
            part["id"] = f"{name[:2]}-parameters"
    return notebook
