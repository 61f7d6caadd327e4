from codemod_tools import check_noop, check_transformed


def test_the_requirements_of_a_setup_py_are_rewritten():
    check_transformed(
        "setup(install_requires=['pyautogen[redis]~=0.2; python_version>\"3\"', 'autogen'])\n",
        "setup(install_requires=['autogen-migrate[redis]>=0.1; python_version>\"3\"', 'autogen'])\n",
        path="setup.py",
    )


def test_the_same_string_elsewhere_is_only_a_string():
    check_noop("NAMES = ['pyautogen~=0.2']\n", path="names.py")


def test_a_name_or_description_in_setup_py_stays():
    check_noop("setup(name='autogen', description='built on pyautogen agents')\n", path="setup.py")
