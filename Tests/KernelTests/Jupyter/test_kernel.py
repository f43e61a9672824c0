"""Jupyter's own test of kernels, over the kernel that `mien kernel install` has made known.

    pip install jupyter_kernel_test==0.7.0
    mien kernel install --prefix $VIRTUAL_ENV
    python -m unittest test_kernel
"""

import unittest

import jupyter_kernel_test as jkt


class MienKernelTests(jkt.KernelTests):
    kernel_name = "mien"
    language_name = "mien"
    file_extension = ".mien"
    code_hello_world = 'greeting = "hello, world"'
    code_stderr = "faces n=40 subjects=8 | lbp | pca {2, 3} | logreg"
    code_page_something = "pca?"
    code_generate_error = "nonsense 3"
    code_clear_output = "clear"
    code_execute_result = [
        {"code": "(6 * 7)", "result": "42\n"},
        {"code": "(1 + 2)", "result": "3\n"},
        {"code": "(1 + 20)", "result": "21\n"},
    ]
    code_display_data = [
        {"code": "faces n=40 subjects=8 | classes | plot\nx = 1", "mime": "image/svg+xml"},
        {"code": "faces n=40 subjects=8 | classes | plot\nx = 1", "mime": "image/png"},
    ]
    completion_samples = [
        {"text": "loa", "matches": {"load"}},
        {"text": "faces | pc", "matches": {"pca"}},
        {"text": "ünbekannt | pc", "matches": {"pca"}},
    ]
    complete_code_samples = ["(1 + 1)", "x = faces n=40", "faces n=40 | lbp", ""]
    incomplete_code_samples = ["faces n=40 |", "x =", "faces n={40,"]
    invalid_code_samples = ["faces ) 3", "x = = 2"]
    code_history_pattern = "(6 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "pca"


if __name__ == "__main__":
    unittest.main()
