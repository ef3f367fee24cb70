"""Execute: run a notebook with parameters, without recording the time or the machine."""

from analysis.files import InputError, bundled

METHODS = "06_methods"  # a notebook that is no part of the report
ANSWER = "05_framing"  # the last chapter of the report, whose finding stands first
REFUSED = ("InputError", "InputErrors", "Absent", "PatternError")  # raised in a kernel


def sources(without=(METHODS,)):
    """The bundled notebooks with results but for these, in order; by default those that make the report."""
    paths = (path for path in bundled("notebooks").glob("0[1-9]*.ipynb") if path.stem not in without)
    return sorted(paths, key=lambda path: (path.stem == ANSWER, path.name))


def execute(source, parameters, folder, omit=()):
    """Run one notebook with these parameters.

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

    Raises
    ------
    InputError
        A parameter that the notebook does not have, or input that one of its cells refuses.
    RuntimeError
        Any other failing cell, with its number.
    """
    import nbformat  # here, like papermill: they take seconds to import
    import papermill

    _check_parameters(source, parameters, papermill.inspect_notebook(str(source)))
    notebook = nbformat.read(source, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not set(omit).intersection(cell.metadata.get("tags", []))]
    options = {"progress_bar": False, "cwd": str(folder), "extra_arguments": ["--IPKernelApp.log_level=50"]}
    try:
        notebook = papermill.execute_notebook(notebook, None, parameters, kernel_name="python3", **options)
    except papermill.PapermillExecutionError as error:
        if error.ename in REFUSED:
            raise InputError(error.evalue) from None
        raise RuntimeError(f"{source.name}, cell {error.cell_index}: {error.ename}: {error.evalue}") from error
    return _timeless(notebook, source.stem)


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
